import { readFileSync, statSync } from 'node:fs'
import { errorMessage } from '../errors/error-facts.ts'

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
  /** Told once for each bad state of the file. */
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
      warn(`${file} cannot be used, what it said before stays in force: ${errorMessage(error)}`)
    }
  }
  return async () => {
    const now = fingerprint(file)
    if (now !== seen) {
      seen = now
      if (now !== 'absent') reading = reading.then(read)
      else if (value !== initial) warn(`${file} is gone; what it said stays in force`)
    }
    await reading
    return value
  }
}
