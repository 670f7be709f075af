import { AtriumError } from '@atrium/protocol'

/** Where a bucket is, and who asks. */
export interface S3Settings {
  /** URL of the bucket, with a slash at its end. */
  readonly bucketUrl: string
  /** Put before every path; empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Variables that are read for a bucket. */
export const bucketVariables = ['ATRIUM_S3_ENDPOINT', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_DEFAULT_REGION'] as const

type Environment = Readonly<Record<string, string | undefined>>

const wrong = (subject: string, remedy: string) => new AtriumError('CONFIG_INVALID', { subject, remedy })

function needed(environment: Environment, variable: string): string {
  const value = environment[variable]
  if (value) return value
  throw wrong(`${variable} is not set`, 'A store in a bucket needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.')
}

/** Amazon's own by host name; others, and names with dots (which no certificate covers), by path. */
function bucketUrl(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint && !/^https?:\/\/[^/?#]+/.test(endpoint)) throw wrong(`ATRIUM_S3_ENDPOINT is ${endpoint}`, 'Give an address such as https://s3.example:9000.')
  if (endpoint) return `${endpoint.replace(/\/+$/, '')}/${bucket}/`
  return bucket.includes('.') ? `https://s3.${region}.amazonaws.com/${bucket}/` : `https://${bucket}.s3.${region}.amazonaws.com/`
}

/**
 * @throws AtriumError CONFIG_INVALID.
 */
export function s3Settings(location: string, environment: Environment): S3Settings {
  const parts = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/([\w.~/-]*))?$/.exec(location)
  if (!parts) throw wrong(`${location} is no bucket`, 'Write s3://bucket or s3://bucket/prefix.')
  const [, bucket = '', below = ''] = parts
  const region = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1'
  const prefix = below.replace(/^\/+|\/+$/g, '')
  const sessionToken = environment['AWS_SESSION_TOKEN']
  return {
    bucketUrl: bucketUrl(bucket, region, environment['ATRIUM_S3_ENDPOINT']),
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
    accessKeyId: needed(environment, 'AWS_ACCESS_KEY_ID'),
    secretAccessKey: needed(environment, 'AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken ? { sessionToken } : {}),
  }
}
