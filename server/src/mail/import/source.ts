import { createReadStream, promises } from 'node:fs'
import path from 'node:path'
import { createGunzip } from 'node:zlib'
import { isKeyword } from '../store/keywords.ts'
import { readMbox, type FoundMessage } from './mbox.ts'

/** One file to read. */
interface SourceFile {
  readonly path: string
  readonly size: number
  /** Names of the mailbox that the source has it in, from the outermost one on. Empty: it says nothing. */
  readonly folder: readonly string[]
  /** Keywords that letters of Maildir flags stand for, by letter (`dovecot-keywords`). */
  readonly letters?: ReadonlyMap<string, string>
}

/** Files that programs keep beside mail: indexes, lists of folders, caches. */
const ofPrograms =
  /^(?:dovecot|courier|maildirfolder$|maildirsize$|subscriptions$|\..*|.*\.(?:msf|dat|idx|index|cache|lock|log|sqlite|db|plist)$)/i

/** All files of a source, in the order of their names: one file, or a folder with all below it. */
export async function listSource(source: string): Promise<SourceFile[]> {
  const { size } = await promises.stat(source).then((found) => (found.isDirectory() ? { size: null } : found))
  if (size !== null) return [{ path: source, size, folder: [] }]
  const entries = await promises.readdir(source, { recursive: true, withFileTypes: true })
  const files = entries.filter(
    (entry) => entry.isFile() && !ofPrograms.test(entry.name) && path.basename(entry.parentPath) !== 'tmp',
  )
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort()
  const letters = await readLetters(path.join(source, 'dovecot-keywords'))
  return Promise.all(
    paths.map(async (file) => ({
      path: file,
      size: (await promises.stat(file)).size,
      folder: await folderOf(path.relative(source, file), file),
      letters,
    })),
  )
}

/** Lines like `0 work`: the keyword of the letter a. */
async function readLetters(file: string): Promise<ReadonlyMap<string, string>> {
  const text = await promises.readFile(file, 'utf8').catch(() => '')
  const lines = [...text.matchAll(/^(\d{1,2}) (\S{1,100})$/gm)].filter(([, , keyword = '']) => isKeyword(keyword))
  return new Map(
    lines.map(([, number, keyword = '']) => [String.fromCharCode(97 + Number(number)), keyword.toLowerCase()]),
  )
}

/**
 * The mailbox of a file by its place: a Maildir (`.Projects.Tea/cur/…`), folders of Thunderbird (`Archive.sbd/2024`), of
 * Apple Mail (`Tea.mbox/mbox`), files named for their mailbox (`Sent.mbox`), or single messages in folders.
 */
async function folderOf(relative: string, file: string): Promise<string[]> {
  const names = relative.split(path.sep)
  const last = names.pop() ?? ''
  const place = names.at(-1)
  if (place === 'cur' || place === 'new') names.pop()
  else if (last === 'mbox' && names.length > 0) names.push(withoutExtension(names.pop() ?? ''))
  else if ((await isMbox(file)) && !(await isOneMessage(file, last))) names.push(withoutExtension(last))
  return names
    .flatMap((name) => (name.startsWith('.') ? name.slice(1).split('.') : [name.replace(/\.sbd$/i, '')]))
    .map(decodeMailboxName)
    .filter((name) => name !== '')
}

/**
 * Whether a file that begins as an mbox is one message of a folder, as archives have them (`0001.txt`): it holds no
 * other, and its name ends unlike that of a mailbox. `Sent` and `Sent.mbox` are mailboxes, however little is in them.
 */
async function isOneMessage(file: string, name: string): Promise<boolean> {
  if (!name.replace(/\.gz$/i, '').includes('.') || withoutExtension(name) !== name.replace(/\.gz$/i, '')) return false
  let count = 0
  for await (const found of readMbox(await openUnpacked(file), { name: file, folder: [] })) {
    count += Number(found.bytes.length > 0)
    if (count > 1) return false
  }
  return true
}

function withoutExtension(name: string): string {
  return name.replace(/\.gz$/i, '').replace(/\.(?:mbox|mbx|sbd)$/i, '')
}

/** Modified UTF-7 of RFC 3501 §5.1.3: `K&APY-ln`. What is none stays as it is. */
function decodeMailboxName(name: string): string {
  if (!/^[\x20-\x7e]*$/.test(name)) return name.normalize('NFC')
  return name.replace(/&([A-Za-z0-9+,]{0,200})-/g, (whole, letters: string) => {
    if (letters === '') return '&'
    const bytes = Buffer.from(letters.replaceAll(',', '/'), 'base64')
    const text = Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
    return text === '' ? whole : text
  })
}

/** Bytes of a file that is one message, unpacked. Beyond it: the file is reported as too long and not read. */
const maxFileSize = 75_000_000

/** The messages of a file: an mbox, or one message; packed by gzip or not. */
export async function* readSourceFile(source: SourceFile): AsyncGenerator<FoundMessage> {
  const { path: file, size, folder } = source
  if (await isMbox(file)) yield* readMbox(await openUnpacked(file), { name: file, folder })
  else {
    const bytes = await readWhole(file)
    yield { name: file, bytes, folder, length: size, ...maildirState(source) }
  }
}

/** Empty when it is too long. */
async function readWhole(file: string): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of await openUnpacked(file)) {
    size += chunk.length
    if (size > maxFileSize) return new Uint8Array()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The first bytes of a file, as they are. */
async function startOf(file: string, length: number): Promise<Buffer> {
  const handle = await promises.open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Bytes of a file that are read at once. */
const readAhead = 1 << 17

async function openUnpacked(file: string): Promise<AsyncIterable<Buffer>> {
  const { size } = await promises.stat(file)
  // Most messages are far shorter, and a buffer of this size for each is more work than what is in it.
  const stream = createReadStream(file, { highWaterMark: Math.min(readAhead, size + 1) })
  if (!isPacked(await startOf(file, 2))) return stream
  const unpacked = createGunzip()
  stream.on('error', (error) => unpacked.destroy(error)).pipe(unpacked)
  return unpacked
}

async function isMbox(file: string): Promise<boolean> {
  if (/\.(mbox|mbx)(\.gz)?$/i.test(file)) return true
  if (/\.eml(\.gz)?$/i.test(file) || /[:;!]2,[A-Z]*$/i.test(file)) return false
  const start = await startOf(file, mboxStart)
  if (!isPacked(start)) return beginsMbox(start)
  for await (const chunk of await openUnpacked(file)) return beginsMbox(chunk)
  return false
}

/** Bytes in which the first separator of an mbox is. */
const mboxStart = 120

const beginsMbox = (bytes: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?[ \t\r\n]{0,100}From /.test(bytes.toString('latin1', 0, mboxStart))

const isPacked = ([first, second]: Buffer): boolean => first === 0x1f && second === 0x8b

const maildirFlags: Readonly<Record<string, string>> = {
  S: '$seen',
  F: '$flagged',
  R: '$answered',
  D: '$draft',
  P: '$forwarded',
}

/** `cur/1700000000.x.host:2,FS`, with another mark than the colon where file names must not have one; what is in `new` has not been seen. */
function maildirState({ path: file, letters }: SourceFile): { keywords?: readonly string[]; trashed?: boolean } {
  const flags = /[:;!]2,([A-Za-z]*)$/.exec(file.replace(/\.gz$/i, ''))?.[1]
  if (flags === undefined) return path.basename(path.dirname(file)) === 'new' ? { keywords: [] } : {}
  const keywords = [...flags].flatMap((flag) => maildirFlags[flag] ?? letters?.get(flag) ?? [])
  return { keywords, trashed: flags.includes('T') }
}
