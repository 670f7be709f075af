import type { Registry } from '@atrium/protocol'
import type { Store } from '@atrium/store'

/** The newest good content of a document that others replace. */
export interface WatchedDocument<Value> {
  readonly current: () => Promise<Value>
  /** Looks at once: for who has just changed it. */
  readonly renew: () => Promise<void>
}

export interface WatchOptions<Value> {
  /** In the store. */
  readonly path: string
  /** Throws when the text cannot be used. */
  readonly parse: (text: string) => Value | Promise<Value>
  /** In force until the document is there and good. */
  readonly initial: Value
  /** Told once for each bad state of the document. */
  readonly warn: (line: string) => void
}

/** Where the gateway has releases from: a store, and a folder in which its files are served. */
export interface ReleaseSource {
  readonly store: Store
  /** Absolute path. A file that `has` said yes to lies there, with its compressed siblings. */
  readonly folder: string
  /**
   * Whether there is such a released file.
   *
   * @throws AtriumError STORE_UNREACHABLE or STORE_REFUSED when nobody can tell; RELEASE_UNPROVEN when it is another than the one that was released.
   */
  readonly has: (path: string) => Promise<boolean>
  /**
   * A document of a release, as `check` takes it.
   *
   * @throws What `check` throws, or the error of the store or the file.
   */
  readonly read: <Value>(path: string, check: (text: string) => Value | Promise<Value>) => Promise<Value>
  readonly watch: <Value>(options: WatchOptions<Value>) => WatchedDocument<Value>
  /** Told what may run from now on; whatever else is kept here may go in time. */
  readonly keep: (listings: Registry['listings']) => void
}
