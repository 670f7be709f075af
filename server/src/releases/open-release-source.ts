import { isBucket } from '@atrium/store'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../config/config.ts'
import { bucketSource } from './bucket-source.ts'
import { folderSource } from './folder-source.ts'
import type { ReleaseSource } from './release-source.ts'

/** Files of one bucket are no files of another: each has a folder of its own, and the one before goes. */
function copyFolder({ dataDir, store, storeAccess }: Config): string {
  const all = path.join(dataDir, 'releases')
  const own = createHash('sha256').update(`${storeAccess['ATRIUM_S3_ENDPOINT'] ?? ''} ${store}`).digest('hex').slice(0, 12)
  for (const other of existsSync(all) ? readdirSync(all) : []) if (other !== own) rmSync(path.join(all, other), { recursive: true, force: true })
  return path.join(all, own)
}

/**
 * Where this installation has its releases from.
 *
 * @throws AtriumError CONFIG_INVALID when it is a bucket and the environment does not say how to reach it.
 */
export function openReleaseSource(config: Config, warn: (line: string) => void): ReleaseSource {
  const { store, storeAccess } = config
  return isBucket(store) ? bucketSource({ location: store, environment: storeAccess, folder: copyFolder(config), warn }) : folderSource(store)
}
