/** A file as it lies in a store. */
export interface StoredFile {
  readonly bytes: Buffer
  /** Another one whenever the bytes are others. */
  readonly tag: string
}

export interface ListedFile {
  readonly path: string
  /** Of the bytes as they lie there. */
  readonly size: number
  readonly modified: Date
}

/**
 * Where releases are kept: a folder, or a bucket that speaks S3.
 * Paths are relative, with `/`; a store shows no file before it is whole.
 * Every method rejects with AtriumError STORE_UNREACHABLE or STORE_REFUSED, or the error of the file.
 */
export interface Store {
  /** As it was given to `openStore`. */
  readonly location: string
  /** Undefined when there is no such file. A compressed sibling (`.br`, `.gz`) is read as it lies. */
  readonly read: (path: string) => Promise<StoredFile | undefined>
  /** As `read`, for a file that was read before: one that still has this tag is not sent again. */
  readonly readUnless: (path: string, tag: string) => Promise<StoredFile | 'unchanged' | undefined>
  /**
   * Keeps a file that never changes: caches may keep it for ever. What compresses well gets siblings
   * `<path>.br` and `<path>.gz`; they are there before the file is.
   */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>
  /**
   * Compare and swap, for a file that changes: caches ask each time.
   *
   * @param tag - Of the file as it was read; null when there was none.
   * @returns False when somebody else was first; then nothing has changed.
   */
  readonly replace: (path: string, bytes: Uint8Array, tag: string | null) => Promise<boolean>
  /** All files whose path begins so, in the order of their paths. */
  readonly list: (prefix: string) => Promise<ListedFile[]>
  /** A file that is not there is no error. */
  readonly remove: (path: string) => Promise<void>
}
