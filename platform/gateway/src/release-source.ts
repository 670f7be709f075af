import type { Registry } from '@atrium/protocol'
import { type Store, openStore } from '@atrium/store'
import { readFileSync, statSync, existsSync } from 'node:fs'
import path from 'node:path'
import { errorLine } from './log.ts'

/** The newest good content of a document that others replace. */
export interface WatchedDocument<Value> {
  readonly current: () => Promise<Value>
  /** Reads it at once, after a change of one's own. */
  readonly renew: () => Promise<void>
}

export interface WatchOptions<Value> {
  /** In the store. */
  readonly path: string
  /** Throws when the text cannot be used. */
  readonly parse: (text: string) => Value | Promise<Value>
  /** In force until the document is there and good. */
  readonly initial: Value
  /** Called once for each bad state of the document. */
  readonly warn: (line: string) => void
}

/** Where the gateway has releases from: a store, and a folder in which its files are served. */
export interface ReleaseSource {
  readonly store: Store
  /** Absolute path. A file for which `has` is true is there, with its compressed siblings. */
  readonly folder: string
  /**
   * Whether there is such a released file.
   *
   * @throws AtriumError STORE_UNREACHABLE or STORE_REFUSED when that cannot be known; RELEASE_UNPROVEN when it is another than the one that was released.
   */
  readonly has: (path: string) => Promise<boolean>
  /**
   * A document of a release, as `check` takes it.
   *
   * @throws What `check` throws, or the error of the store or the file.
   */
  readonly read: <Value>(path: string, check: (text: string) => Value | Promise<Value>) => Promise<Value>
  readonly watch: <Value>(options: WatchOptions<Value>) => WatchedDocument<Value>
  /** Removes copies of what is not listed any more, in time. */
  readonly prune: (listings: Registry['listings']) => void
}

/** Time, size and inode: an atomic replacement within one clock tick still changes the last. */
function fingerprint(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.mtimeNs}/${stat.size}/${stat.ino}` : 'absent'
}

export interface WatchedFileOptions<Value> {
  readonly file: string
  /** Throws when the text cannot be used. */
  readonly parse: (text: string) => Value | Promise<Value>
  /** In force until the file is there and good. */
  readonly initial: Value
  /** Called once for each bad state of the file. */
  readonly warn: (line: string) => void
}

/**
 * The newest good content of a file that others replace. Asking costs one `stat` (some microseconds);
 * unlike a watcher it works on every file system and never misses a change.
 */
export function watchedFile<Value>({ file, parse, initial, warn }: WatchedFileOptions<Value>): () => Promise<Value> {
  let value = initial
  let seen = 'never'
  let reading = Promise.resolve()
  const read = async (): Promise<void> => {
    try {
      value = await parse(readFileSync(file, 'utf8'))
    } catch (error) {
      warn(`${file} cannot be used; the previous version stays in use: ${errorLine(error)}`)
    }
  }
  return async () => {
    const now = fingerprint(file)
    if (now !== seen) {
      seen = now
      if (now !== 'absent') reading = reading.then(read)
      else if (value !== initial) warn(`${file} was deleted; the previous version stays in use`)
    }
    await reading
    return value
  }
}

/** Releases in a folder: they are served from where they lie. */
export const folderSource = (folder: string): ReleaseSource => ({
  store: openStore(folder),
  folder,
  has: async (file) => existsSync(path.join(folder, file)),
  read: async (file, check) => check(readFileSync(path.join(folder, file), 'utf8')),
  watch: ({ path: file, ...options }) => ({
    current: watchedFile({ file: path.join(folder, file), ...options }),
    // Each look is a new one.
    renew: async () => undefined,
  }),
  prune: () => undefined,
})
