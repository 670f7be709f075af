import { folderStore } from './folder-store.ts'
import { s3Settings } from './s3-settings.ts'
import { s3Store } from './s3-store.ts'
import type { Store } from './store.ts'

/**
 * The store at a folder's path, or at `s3://bucket/prefix`. For a bucket the environment says the rest:
 * `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, and
 * `ATRIUM_S3_ENDPOINT` where it is not Amazon's.
 *
 * @throws AtriumError CONFIG_INVALID when something of that is missing.
 */
export const openStore = (location: string, environment: Readonly<Record<string, string | undefined>> = process.env): Store =>
  location.startsWith('s3://') ? s3Store(location, s3Settings(location, environment)) : folderStore(location)
