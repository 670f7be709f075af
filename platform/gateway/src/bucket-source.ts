import { AtriumError, type Registry } from '@atrium/protocol'
import { writeAtomically, type Store, type StoredFile, openStore, isBucket } from '@atrium/store'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { errorLine, errorMessage } from './log.ts'
import type { Site } from './options.ts'
import { bucketCopy, sweepCopy } from './bucket-copy.ts'
import { type WatchedDocument, type WatchOptions, type ReleaseSource, folderSource } from './release-source.ts'

/** Milliseconds between two looks. */
const pause = 2000

/** Milliseconds after which what is known is so old that a page waits for the store, as long as that responds. */
const old = 10_000

/** Milliseconds that a page waits for the store. Beyond it: it gets what is known. */
const longestWait = 1000

const waitTimeout = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, longestWait).unref())

export interface PolledOptions<Value> extends WatchOptions<Value> {
  readonly store: Store
  /** Where the last good one is stored, for a start while the store is unreachable. */
  readonly folder: string
  readonly now: () => number
}

type Outcome = 'reachable' | 'unreachable'

const failure = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work()
    return undefined
  } catch (error) {
    return errorLine(error)
  }
}

/** Looks once. What it finds is in force from then on; what cannot be used, or not be had, changes nothing. */
function looker<Value>({ store, folder, path: name, parse, initial, warn }: PolledOptions<Value>) {
  const copy = path.join(folder, name)
  let value = initial
  let tag: string | undefined
  let warned = ''
  const warnOnChange = (line: string): void => {
    if (line !== warned && line !== '') warn(line)
    warned = line
  }
  const take = async (text: string): Promise<void> => void (value = await parse(text))
  const takeNew = async (file: StoredFile): Promise<void> => {
    const wrong = await failure(() => take(file.bytes.toString()))
    if (wrong !== undefined)
      return warnOnChange(`${name} of ${store.location} cannot be used; the previous version stays in use: ${wrong}`)
    tag = file.tag
    const failed = await failure(() => writeAtomically(copy, file.bytes))
    warnOnChange(failed === undefined ? '' : `${copy} cannot be written: ${failed}`)
  }
  return {
    value: () => value,
    async look(): Promise<Outcome> {
      try {
        const found = tag === undefined ? await store.read(name) : await store.readUnless(name, tag)
        if (found && found !== 'unchanged') await takeNew(found)
        else if (!found && value !== initial)
          warnOnChange(`${name} was deleted from ${store.location}; the previous version stays in use`)
        return 'reachable'
      } catch {
        // Logged by the store already.
        return 'unreachable'
      }
    },
    async takeCopy(): Promise<void> {
      if (value !== initial || !existsSync(copy)) return
      const wrong = await failure(() => take(readFileSync(copy, 'utf8')))
      if (wrong !== undefined) warn(`${copy} cannot be used: ${wrong}`)
    },
  }
}

/**
 * A document in a bucket, looked at every two seconds at most and only on request. Meanwhile what is known is
 * in force; after a quiet time the first one to ask waits a moment for news.
 */
export function polledDocument<Value>(options: PolledOptions<Value>): WatchedDocument<Value> {
  const { now } = options
  const { value, look, takeCopy } = looker(options)
  let lookedAt = -Infinity
  let reachedAt = -Infinity
  let unreachable = false
  let looking: Promise<void> | undefined
  const lookNow = (): Promise<void> => {
    lookedAt = now()
    looking ??= look().then((outcome) => {
      unreachable = outcome === 'unreachable'
      if (!unreachable) reachedAt = now()
      looking = undefined
    })
    return looking
  }
  let pending: Promise<void> | undefined
  return {
    async current() {
      pending ??= lookNow().then(takeCopy)
      await pending
      if (now() - lookedAt < pause) return value()
      const isOld = now() - reachedAt > old
      const news = lookNow()
      if (isOld && !unreachable) await Promise.race([news, waitTimeout()])
      return value()
    },
    async renew() {
      // One that was started before may have read before the change.
      await looking
      await lookNow()
    },
  }
}

/** Milliseconds for which a bucket that did not respond is left alone. */
const unreachableInterval = 2000

export interface SteadyStoreOptions {
  /** Called once when the bucket stops responding, and once when it responds again. */
  readonly warn: (line: string) => void
  readonly now: () => number
}

/** Milliseconds between two lines about requests that the bucket refuses. */
const silence = 60_000

const codeOf = (error: unknown): string => (error instanceof AtriumError ? error.code : '')

/**
 * A bucket for a server. One that does not respond gets one request every two seconds; all others fail at once, so
 * that no page waits for it again and again.
 */
export function steadyStore(store: Store, { warn, now }: SteadyStoreOptions): Store {
  let failure: unknown
  let lastRequestAt = -Infinity
  let refusedAt = -Infinity
  const note = (error: unknown): void => {
    if (codeOf(error) === 'STORE_UNREACHABLE') {
      if (!failure) warn(`${errorMessage(error)} Meanwhile what is known of it is served.`)
      failure = error
      lastRequestAt = now()
    }
    // A failure may concern one file only, so the others are requested anyway.
    if (codeOf(error) === 'STORE_REFUSED' && now() - refusedAt > silence) {
      warn(errorMessage(error))
      refusedAt = now()
    }
  }
  const ask = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (failure && now() - lastRequestAt < unreachableInterval) throw failure
    if (failure) lastRequestAt = now()
    try {
      const result = await work()
      if (failure) warn(`${store.location} responds again`)
      failure = undefined
      return result
    } catch (error) {
      note(error)
      throw error
    }
  }
  return {
    ...store,
    read: (path) => ask(() => store.read(path)),
    readUnless: (path, tag) => ask(() => store.readUnless(path, tag)),
  }
}

/** A user waits for a page: two attempts, then the cached document is used. */
const retry = { timeout: 4000, delays: [200] }

export interface BucketSourceOptions {
  /** `s3://bucket/prefix`. */
  readonly location: string
  /** Location and credentials of the bucket; see `openStore`. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where files are kept. */
  readonly folder: string
  readonly warn: (line: string) => void
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number
}

function sweeper(
  folder: string,
  { warn, now }: Required<Pick<BucketSourceOptions, 'warn' | 'now'>>,
): ReleaseSource['prune'] {
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
  // After the response that a browser is waiting for.
  return (listings) => void setImmediate(sweep, listings)
}

/** Releases in a bucket: each requested file is fetched once, and served from a folder. */
export function bucketSource({
  location,
  environment,
  folder,
  warn,
  now = Date.now,
}: BucketSourceOptions): ReleaseSource {
  mkdirSync(folder, { recursive: true })
  const bucket: Store = openStore(location, { environment, retry })
  const store = steadyStore(bucket, { warn, now })
  return {
    store,
    folder,
    ...bucketCopy({ store, folder, now }),
    watch: (options) => polledDocument({ ...options, store, folder, now }),
    prune: sweeper(folder, { warn, now }),
  }
}

type StoreSettings = Pick<Site, 'dataDir' | 'store' | 'storeAccess'>

/** Files of one bucket are no files of another: each has a folder of its own, and the one before goes. */
function copyFolder({ dataDir, store, storeAccess }: StoreSettings): string {
  const all = path.join(dataDir, 'releases')
  const own = createHash('sha256')
    .update(`${storeAccess['ATRIUM_S3_ENDPOINT'] ?? ''} ${store}`)
    .digest('hex')
    .slice(0, 12)
  for (const other of existsSync(all) ? readdirSync(all) : [])
    if (other !== own) rmSync(path.join(all, other), { recursive: true, force: true })
  return path.join(all, own)
}

/**
 * Where this installation has its releases from.
 *
 * @throws AtriumError CONFIG_INVALID when it is a bucket and the environment does not say how to reach it.
 */
export function openReleaseSource(site: StoreSettings, warn: (line: string) => void): ReleaseSource {
  const { store, storeAccess } = site
  return isBucket(store)
    ? bucketSource({ location: store, environment: storeAccess, folder: copyFolder(site), warn })
    : folderSource(store)
}
