import { folderStore } from './folder-store.ts'
import type { S3Tries } from './s3-client.ts'
import { s3Settings } from './s3-settings.ts'
import { s3Store } from './s3-store.ts'
import type { Store } from './store.ts'

export interface StoreOptions {
  /** What says where a bucket is and who asks. Default: that of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** How long a bucket is waited for. Default: four tries of half a minute each. */
  readonly tries?: S3Tries
}

/** Whether a store is a bucket; else it is a folder. */
export const isBucket = (location: string): boolean => location.startsWith('s3://')

/**
 * The store at a folder's path, or at `s3://bucket/prefix`. For a bucket the environment says the rest:
 * `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, and
 * `ATRIUM_S3_ENDPOINT` where it is not Amazon's.
 *
 * @throws AtriumError CONFIG_INVALID when something of that is missing.
 */
export const openStore = (location: string, { environment = process.env, tries }: StoreOptions = {}): Store =>
  isBucket(location) ? s3Store(location, s3Settings(location, environment), tries) : folderStore(location)
