import { AtriumError } from '@atrium/protocol'
import { bucketVariables } from '@atrium/store'
import * as v from 'valibot'
import type { Config } from './config.ts'
import { environmentSchema } from './environment-schema.ts'
import { nearestName } from './nearest-name.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const hour = 3_600_000
const megabyte = 1_000_000
const names = Object.keys(environmentSchema.entries)

const unknownVariables = (environment: Environment): string[] =>
  Object.keys(environment).filter((name) => name.startsWith('ATRIUM_') && environment[name] && !names.includes(name))

/** A name that is nearly one of ours is a typing error; any other may belong to a tool beside us. */
const misspelt = (environment: Environment): string[] =>
  unknownVariables(environment).flatMap((name) => {
    const meant = nearestName(name, names)
    return meant ? [`${name} is not a variable of Atrium; did you mean ${meant}`] : []
  })

function contradictions(output: v.InferOutput<typeof environmentSchema>): string[] {
  const found: string[] = []
  if (output.ATRIUM_SESSION_IDLE_HOURS > output.ATRIUM_SESSION_MAX_DAYS * 24)
    found.push('ATRIUM_SESSION_IDLE_HOURS is longer than ATRIUM_SESSION_MAX_DAYS; it takes the shorter time of the two')
  if (output.ATRIUM_PUBLIC_ORIGIN?.startsWith('https:') && output.ATRIUM_TRUST_PROXY === false && output.PORT === 443)
    found.push('PORT is 443, but Atrium speaks plain HTTP; it takes a port that a TLS proxy forwards to')
  return found
}

function wrongValue(given: Environment, issue: v.BaseIssue<unknown>): string {
  const name = v.getDotPath(issue) ?? ''
  return `${name} is ${JSON.stringify(given[name])}; it takes ${issue.message}`
}

/** Where the site is and what of it is off. */
const siteOf = (output: v.InferOutput<typeof environmentSchema>) => ({
  basePath: output.ATRIUM_BASE_PATH,
  trustProxy: output.ATRIUM_TRUST_PROXY,
  publicOrigin: output.ATRIUM_PUBLIC_ORIGIN,
  disabled: output.ATRIUM_DISABLE,
})

/**
 * Reads the configuration from environment variables. An empty variable counts as unset.
 *
 * @throws AtriumError `CONFIG_INVALID`, naming each wrong variable, what it got and what it takes.
 */
export function parseConfig(environment: Environment): Config {
  const given = Object.fromEntries(names.map((name) => [name, environment[name] || undefined]))
  const result = v.safeParse(environmentSchema, given)
  const wrong = (result.issues ?? []).map((issue) => wrongValue(given, issue))
  const problems = [...wrong, ...misspelt(environment), ...(result.success ? contradictions(result.output) : [])]
  if (!result.success || problems.length > 0)
    throw new AtriumError('CONFIG_INVALID', {
      subject: problems.join('. '),
      remedy: 'Correct it and start again; docs/configuration.md lists all variables.',
    })
  const { output } = result
  return {
    port: output.PORT,
    host: output.HOST,
    dataDir: output.DATA_DIR,
    smtpPort: output.SMTP_PORT,
    mailDomain: output.ATRIUM_MAIL_DOMAIN,
    demo: output.ATRIUM_DEMO,
    signUp: output.ATRIUM_SIGN_UP,
    store: output.ATRIUM_STORE,
    storeAccess: Object.fromEntries(bucketVariables.map((name) => [name, environment[name] || undefined])),
    registryKeys: output.ATRIUM_REGISTRY_KEYS,
    ...siteOf(output),
    cohorts: output.ATRIUM_COHORTS,
    overridePolicy: output.ATRIUM_OVERRIDES,
    imageHosts: output.ATRIUM_IMAGE_HOSTS,
    jmapUpstream: output.ATRIUM_JMAP_UPSTREAM,
    authServer: output.ATRIUM_AUTH_SERVER,
    sessionIdle: output.ATRIUM_SESSION_IDLE_HOURS * hour,
    sessionMaximum: output.ATRIUM_SESSION_MAX_DAYS * 24 * hour,
    freeSignIns: output.ATRIUM_RATE_SIGN_IN,
    signUpsPerHour: output.ATRIUM_RATE_SIGN_UP,
    quota: output.ATRIUM_QUOTA_MB * megabyte,
    diskReserve: output.ATRIUM_DISK_RESERVE_MB * megabyte,
    log: output.ATRIUM_LOG,
    unknown: unknownVariables(environment),
  }
}
