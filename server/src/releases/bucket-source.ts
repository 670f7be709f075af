import type { Registry } from '@atrium/protocol'
import { openStore, type Store } from '@atrium/store'
import { mkdirSync } from 'node:fs'
import { errorMessage } from '../errors/error-facts.ts'
import { bucketCopy } from './bucket-copy.ts'
import { polledDocument } from './polled-document.ts'
import type { ReleaseSource } from './release-source.ts'
import { steadyStore } from './steady-store.ts'
import { sweepCopy } from './sweep-copy.ts'

/** Somebody waits for a page: two tries, and then what is known has to do. */
const retry = { timeout: 4000, delays: [200] }

export interface BucketSourceOptions {
  /** `s3://bucket/prefix`. */
  readonly location: string
  /** Where the bucket is and who asks; see `openStore`. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where files are kept. */
  readonly folder: string
  readonly warn: (line: string) => void
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number
}

function sweeper(folder: string, { warn, now }: Required<Pick<BucketSourceOptions, 'warn' | 'now'>>): ReleaseSource['keep'] {
  let before: Registry['listings'] | undefined
  const sweep = (listings: Registry['listings']): void => {
    try {
      // What leaves the registry now could run until now.
      if (before) sweepCopy(before, { folder, now: now() })
      sweepCopy(listings, { folder, now: now() })
      before = listings
    } catch (error) {
      warn(`${folder} cannot be tidied up: ${errorMessage(error)}`)
    }
  }
  // After the answer that somebody is waiting for.
  return (listings) => void setImmediate(sweep, listings)
}

/** Releases in a bucket: what is asked for is fetched once, and served from a folder. */
export function bucketSource({ location, environment, folder, warn, now = Date.now }: BucketSourceOptions): ReleaseSource {
  mkdirSync(folder, { recursive: true })
  const bucket: Store = openStore(location, { environment, retry })
  const store = steadyStore(bucket, { warn, now })
  return {
    store,
    folder,
    ...bucketCopy({ store, folder, now }),
    watch: (options) => polledDocument({ ...options, store, folder, now }),
    keep: sweeper(folder, { warn, now }),
  }
}
