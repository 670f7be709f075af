import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A name in a folder is safe from a power cut when the folder is written. Not every system lets one ask. */
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
 * Writes a file whole or not at all, whatever happens meanwhile.
 *
 * @param draft - Where it is written first, on the same file system. Default: beside the file.
 */
export function writeWhole(file: string, bytes: Uint8Array | string, draft = `${file}.${randomUUID()}`): void {
  mkdirSync(path.dirname(draft), { recursive: true })
  writeFileSync(draft, bytes, { flush: true })
  mkdirSync(path.dirname(file), { recursive: true })
  renameSync(draft, file)
  flushFolder(path.dirname(file))
}
