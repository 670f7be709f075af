import { changeRecordSchema, registrySchema, signedReleaseSchema, stoppedCanariesSchema } from '@atrium/protocol'
import * as v from 'valibot'

/** A file as it is in a store. */
export interface StoredFile {
  readonly bytes: Buffer
  /** Differs whenever the bytes differ. */
  readonly tag: string
}

export interface ListedFile {
  readonly path: string
  /** Bytes, as stored. */
  readonly size: number
  readonly modified: Date
}

/**
 * Where releases are: a folder, or a bucket that speaks S3. Paths are relative, with `/`. No file is visible before
 * it is complete. Every method rejects with AtriumError STORE_UNREACHABLE or STORE_REFUSED, or with an error of the
 * file system.
 */
export interface Store {
  /** As it was given to `openStore`. */
  readonly location: string
  /** Undefined when there is no such file. A compressed sibling (`.br`, `.gz`) is read as it is stored. */
  readonly read: (path: string) => Promise<StoredFile | undefined>
  /** As `read`, for a file that was read before: it is not sent again while it has this tag. */
  readonly readUnless: (path: string, tag: string) => Promise<StoredFile | 'unchanged' | undefined>
  /**
   * Stores a file that never changes, so that caches may store it permanently. A file that compresses well gets
   * the siblings `<path>.br` and `<path>.gz`, which exist before the file does.
   */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>
  /**
   * Compare and swap, for a file that changes: caches revalidate it each time.
   *
   * @param tag - Of the file as it was read; null when there was none.
   * @returns False when another writer was first; then nothing has changed.
   */
  readonly replace: (path: string, bytes: Uint8Array, tag: string | null) => Promise<boolean>
  /** All files whose path starts with the prefix, in the order of their paths. */
  readonly list: (prefix: string) => Promise<ListedFile[]>
  /** Removing a file that does not exist is no error. */
  readonly remove: (path: string) => Promise<void>
  /**
   * Removes what writes that were killed more than an hour ago have left behind.
   *
   * @returns How many files that were; always 0 for a bucket, where an interrupted write leaves nothing.
   */
  readonly removeDrafts: () => Promise<number>
}

const allowedPath = /^\w[\w.~-]*(\/\w[\w.~-]*)*$/

/**
 * Checks that a path names the same file in every store: no hidden file, no parent folder, no empty segment.
 *
 * @throws Error naming the path.
 */
export function storePath(path: string): string {
  if (!allowedPath.test(path)) throw new Error(`${JSON.stringify(path)} is no path in a store`)
  return path
}

/** Paths of everything in a store. */
export const storeLayout = {
  /** Which release is for whom: the one document that changes with every release. */
  registry: 'registry.json',
  /** Canaries that gateways have stopped. The name is older than the word. */
  stoppedCanaries: 'care.json',
  /** The highest serial of the registry that a gateway has served: an older registry is refused. */
  serial: 'serial.json',
  history: 'history/',
  /** One entry of the history. Serials may count from the seconds since 1970; equal length keeps names in order. */
  change: (serial: number): string => `history/${String(serial).padStart(12, '0')}.json`,
  releaseFolder: (name: string, version: string): string => `${name}/${version}/`,
  /** The signed record. It is written last: a release that has one is complete. */
  release: (name: string, version: string): string => `${name}/${version}/release.json`,
  /** Files of libraries that the releases of one remote share. */
  vendorFolder: (name: string): string => `${name}/vendor/`,
  /** Source maps, apart from what is served. */
  mapFolder: (name: string, version: string): string => `maps/${name}/${version}/`,
} as const

/** @throws Error naming the first field that is wrong. */
export function parseDocument<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, JSON.parse(text))
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw new Error(`${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`)
}

const documents = {
  registry: registrySchema,
  release: signedReleaseSchema,
  stoppedCanaries: stoppedCanariesSchema,
  change: changeRecordSchema,
} as const

type Documents = typeof documents

/**
 * Parses a document of a store. Its shape is checked, its signatures are not: see `@atrium/trust`.
 *
 * @throws Error naming the first field that is wrong.
 */
export const parseStored = <Kind extends keyof Documents>(kind: Kind, text: string): v.InferOutput<Documents[Kind]> =>
  parseDocument(documents[kind], text)
