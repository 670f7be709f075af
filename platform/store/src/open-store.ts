import { folderStore } from './folder-store.ts'
import { s3Store, type Environment, type S3Retry } from './s3-store.ts'
import type { Store } from './store.ts'

export interface StoreOptions {
  /** Address and credentials of a bucket, see `bucketVariables`. Default: the environment of the process. */
  readonly environment?: Environment
  /** Timeout and retries for a bucket. Default: four attempts of 30 s, with delays of 100, 400 and 1600 ms. */
  readonly retry?: S3Retry
}

/** Whether a location is a bucket; every other one is a folder. */
export const isBucket = (location: string): boolean => location.startsWith('s3://')

/**
 * Opens the store in a folder, or at `s3://bucket/prefix`. For a bucket the rest comes from the environment:
 * `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, and
 * `ATRIUM_S3_ENDPOINT` for a service other than Amazon's.
 *
 * @throws AtriumError CONFIG_INVALID naming the variable that is missing or wrong.
 */
export const openStore = (location: string, { environment = process.env, retry }: StoreOptions = {}): Store =>
  isBucket(location) ? s3Store(location, environment, retry) : folderStore(location)
