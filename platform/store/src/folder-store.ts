import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { compress } from './compress.ts'
import { inFolderLock } from './folder-lock.ts'
import type { ListedFile, Store, StoredFile } from './store.ts'
import { storePath } from './store-path.ts'
import { writeWhole } from './write-whole.ts'

const codeOf = (error: unknown): unknown => Reflect.get(Object(error), 'code')

/** Answers `otherwise` where there is no such file. */
function ifThere<Result, Otherwise>(work: () => Result, otherwise: Otherwise): Result | Otherwise {
  try {
    return work()
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return otherwise
    throw error
  }
}

const readFile = (file: string): StoredFile | undefined =>
  ifThere(() => {
    const bytes = readFileSync(file)
    return { bytes, tag: createHash('sha256').update(bytes).digest('hex') }
  }, undefined)

/** Hidden, so that it is no file of the store; on the same file system, so that renaming is one step. */
const draftFolder = '.drafts'

/** Milliseconds after which nobody is still writing a draft. */
const abandoned = 3_600_000

function sweepDrafts(folder: string): void {
  for (const name of ifThere(() => readdirSync(path.join(folder, draftFolder)), [])) {
    const file = path.join(folder, draftFolder, name)
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat && Date.now() - stat.mtimeMs > abandoned) rmSync(file, { force: true })
  }
}

function* filesBelow(folder: string, below: string): Generator<string> {
  const entries = ifThere(() => readdirSync(path.join(folder, below), { withFileTypes: true }), [])
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const file = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, file)
    else if (entry.isFile()) yield file
  }
}

function listed(folder: string, file: string): ListedFile | undefined {
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

/** A store in a folder. */
export function folderStore(folder: string): Store {
  const place = (file: string): string => path.join(folder, storePath(file))
  const keep = (file: string, bytes: Uint8Array): void => writeWhole(file, bytes, path.join(folder, draftFolder, randomUUID()))
  let swept = false
  return {
    location: folder,
    read: async (file) => readFile(place(file)),
    async readUnless(file, tag) {
      const found = readFile(place(file))
      return found?.tag === tag ? 'unchanged' : found
    },
    async write(file, bytes) {
      if (!swept) sweepDrafts(folder)
      swept = true
      const compressed = await compress(file, bytes)
      for (const [ending, sibling] of Object.entries(compressed ?? {})) keep(`${place(file)}.${ending}`, sibling)
      keep(place(file), bytes)
    },
    replace: async (file, bytes, tag) =>
      inFolderLock(folder, () => {
        if ((readFile(place(file))?.tag ?? null) !== tag) return false
        keep(place(file), bytes)
        return true
      }),
    async list(prefix) {
      const start = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : ''
      const found = [...filesBelow(folder, start)].filter((file) => file.startsWith(prefix)).sort()
      return found.map((file) => listed(folder, file)).filter((file) => file !== undefined)
    },
    async remove(file) {
      rmSync(place(file), { force: true })
      removeEmptyFolders(folder, file)
    },
  }
}
