import { createHash, randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { compress } from './representation.ts'
import { storePath, type ListedFile, type Store, type StoredFile } from './store.ts'

/** Hidden, so that it is no file of the store; on the same file system, so that renaming is atomic. */
const draftFolder = '.drafts'

/** Age in milliseconds from which a draft belongs to a process that was killed. */
const abandonedAfter = 3_600_000

/** Milliseconds to wait for a lock that another process holds. Beyond it: the command fails and has changed nothing. */
const lockTimeout = 10_000

/** A store in a folder of this machine, or on a network file system with working locks. */
export function folderStore(folder: string): Store {
  const fileAt = (file: string): string => path.join(folder, storePath(file))
  const save = (file: string, bytes: Uint8Array): void =>
    writeAtomically(file, bytes, path.join(folder, draftFolder, randomUUID()))
  let isSwept = false
  /** Once for each opened store, before it writes: what a killed process has left is not left for long. */
  const sweepOnce = (): void => {
    if (!isSwept) removeAbandonedDrafts(folder)
    isSwept = true
  }
  return {
    location: folder,
    read: async (file) => readFile(fileAt(file)),
    async readUnless(file, tag) {
      const found = readFile(fileAt(file))
      return found?.tag === tag ? 'unchanged' : found
    },
    async write(file, bytes) {
      const target = fileAt(file)
      sweepOnce()
      const compressed = await compress(file, bytes)
      for (const [ending, sibling] of Object.entries(compressed ?? {})) save(`${target}.${ending}`, sibling)
      save(target, bytes)
    },
    async replace(file, bytes, tag) {
      const target = fileAt(file)
      sweepOnce()
      return withFolderLock(folder, () => {
        if ((readFile(target)?.tag ?? null) !== tag) return false
        save(target, bytes)
        return true
      })
    },
    async list(prefix) {
      const start = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : ''
      const found = [...filesBelow(folder, start)].filter((file) => file.startsWith(prefix)).sort()
      return found.map((file) => listedFile(folder, file)).filter((file) => file !== undefined)
    },
    async remove(file) {
      rmSync(fileAt(file), { force: true })
      removeEmptyFolders(folder, file)
    },
    removeDrafts: async () => removeAbandonedDrafts(folder),
  }
}

/**
 * Writes a file completely or not at all, whatever happens meanwhile.
 *
 * @param draft - Path it is written to first, on the same file system. Default: beside the file.
 */
export function writeAtomically(file: string, bytes: Uint8Array | string, draft = `${file}.${randomUUID()}`): void {
  mkdirSync(path.dirname(draft), { recursive: true })
  writeFileSync(draft, bytes, { flush: true })
  mkdirSync(path.dirname(file), { recursive: true })
  renameSync(draft, file)
  flushFolder(path.dirname(file))
}

/** A new name survives a power cut once its folder is flushed. Windows does not allow that. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Runs work that no other process may run on the same folder meanwhile. SQLite holds a lock of the operating system
 * on a file, so the lock ends with its holder, however that ends; nothing is written to the file. The work is
 * synchronous, so within one process there is nothing to wait for.
 *
 * @throws Error after ten seconds without the lock.
 */
export function withFolderLock<Result>(folder: string, work: () => Result): Result {
  mkdirSync(folder, { recursive: true })
  const lock = new DatabaseSync(path.join(folder, '.lock'), { timeout: lockTimeout })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return work()
  } finally {
    lock.close()
  }
}

/** Returns `otherwise` when the file does not exist. */
function ifExists<Result, Otherwise>(work: () => Result, otherwise: Otherwise): Result | Otherwise {
  try {
    return work()
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), 'code')
    if (code === 'ENOENT' || code === 'ENOTDIR') return otherwise
    throw error
  }
}

const readFile = (file: string): StoredFile | undefined =>
  ifExists(() => {
    const bytes = readFileSync(file)
    return { bytes, tag: createHash('sha256').update(bytes).digest('hex') }
  }, undefined)

function removeAbandonedDrafts(folder: string): number {
  const isAbandoned = (file: string): boolean => {
    const stat = statSync(file, { throwIfNoEntry: false })
    return stat !== undefined && Date.now() - stat.mtimeMs > abandonedAfter
  }
  const drafts = ifExists(() => readdirSync(path.join(folder, draftFolder)), []).map((name) =>
    path.join(folder, draftFolder, name),
  )
  const abandoned = drafts.filter(isAbandoned)
  for (const file of abandoned) rmSync(file, { force: true })
  return abandoned.length
}

function* filesBelow(folder: string, below: string): Generator<string> {
  const entries = ifExists(() => readdirSync(path.join(folder, below), { withFileTypes: true }), [])
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const file = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, file)
    else if (entry.isFile()) yield file
  }
}

/** Undefined when the file was removed since its folder was read. */
function listedFile(folder: string, file: string): ListedFile | undefined {
  const stat = statSync(path.join(folder, file), { throwIfNoEntry: false })
  return stat && { path: file, size: stat.size, modified: stat.mtime }
}

function removeEmptyFolders(folder: string, file: string): void {
  for (let parent = path.dirname(file); parent !== '.'; parent = path.dirname(parent)) {
    try {
      rmdirSync(path.join(folder, parent))
    } catch {
      return
    }
  }
}
