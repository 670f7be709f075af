import { zipSync } from 'fflate'
import type { AttachedFile } from './content.ts'

/** A name that no earlier file has: `a.pdf`, `a (2).pdf`. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  let free = name
  for (let count = 2; taken.has(free); count += 1) free = `${stem} (${count})${ending}`
  return free
}

/** Milliseconds in which nothing of a file comes. Beyond it: the download has failed, and can be tried again. */
const maxSilence = 60_000

async function read(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const silence = new AbortController()
  const stop = (): void => silence.abort(new Error('the server sends nothing'))
  let timer = setTimeout(stop, maxSilence)
  try {
    const response = await fetch(url, { signal: silence.signal })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const chunks: Uint8Array<ArrayBuffer>[] = []
    const reader = response.body?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      clearTimeout(timer)
      timer = setTimeout(stop, maxSilence)
      chunks.push(part.value)
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer())
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Downloads files as one archive. They are stored as they are: most formats of files are compressed already.
 * @param name Of the archive.
 * @throws Error when one of the files cannot be read: an archive without it would pass for all of them.
 */
export async function downloadArchive(files: readonly AttachedFile[], name: string): Promise<void> {
  const entries = new Map<string, Uint8Array>()
  for (const file of files) {
    if (file.url === null) throw new Error('no address')
    entries.set(freeName(file.name, new Set(entries.keys())), await read(file.url))
  }
  const bytes = zipSync(Object.fromEntries(entries), { level: 0 })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/zip' }))
  link.download = name
  link.click()
  // The download has begun with the click; the address is of no use after it.
  setTimeout(() => URL.revokeObjectURL(link.href))
}
