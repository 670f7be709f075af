import { promises } from 'node:fs'
import path from 'node:path'
import { readMbox, type FoundMessage } from './read-mbox.ts'

/** One file to read. */
export interface SourceFile {
  readonly path: string
  readonly size: number
}

/** All files of a source, in the order of their names: one file, or a folder with all below it. */
export async function listSource(source: string): Promise<SourceFile[]> {
  const { size } = await promises.stat(source).then((found) => (found.isDirectory() ? { size: null } : found))
  if (size !== null) return [{ path: source, size }]
  const entries = await promises.readdir(source, { recursive: true, withFileTypes: true })
  const files = entries.filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.') && path.basename(entry.parentPath) !== 'tmp',
  )
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort()
  return Promise.all(paths.map(async (file) => ({ path: file, size: (await promises.stat(file)).size })))
}

/** The messages of a file: an mbox, or one message. */
export async function* readSourceFile({ path: file, size }: SourceFile): AsyncGenerator<FoundMessage> {
  if (await isMbox(file)) yield* readMbox(file)
  else
    yield {
      name: file,
      bytes: size > maxFile ? new Uint8Array() : await promises.readFile(file),
      length: size,
      ...maildirKeywords(file),
    }
}

/** A file that is one message is not larger. */
const maxFile = 75_000_000

async function isMbox(file: string): Promise<boolean> {
  if (/\.(mbox|mbx)$/i.test(file)) return true
  if (/\.eml$/i.test(file) || /:2,[A-Z]*$/i.test(file)) return false
  const handle = await promises.open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0)
    return bytesRead === 5 && buffer.toString('latin1') === 'From '
  } finally {
    await handle.close()
  }
}

const maildirFlags: Readonly<Record<string, string>> = {
  S: '$seen',
  F: '$flagged',
  R: '$answered',
  D: '$draft',
  P: '$forwarded',
}

/** `cur/1700000000.x.host:2,FS`; what lies in `new` has not been seen. */
function maildirKeywords(file: string): { keywords?: readonly string[] } {
  const flags = /:2,([A-Za-z]*)$/.exec(file)?.[1]
  if (flags !== undefined) return { keywords: [...flags].flatMap((flag) => maildirFlags[flag] ?? []) }
  return path.basename(path.dirname(file)) === 'new' ? { keywords: [] } : {}
}
