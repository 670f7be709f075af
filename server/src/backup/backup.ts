import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { MailError } from '@atrium/mail-contracts'
import * as v from 'valibot'

/** Bytes of a block, 16 pages of the database: what has not changed since an earlier backup is not written again. A constant. */
const blockSize = 65_536

/** Bytes of a file beside the database that is saved. Beyond it: the backup fails and names the file. A constant. */
const maxFileSize = 100_000_000

/** What a data folder has that is not saved: locks, mail that was not acknowledged, copies of releases. */
const leftOut = /^(?:atrium\.db(?:-wal|-shm)?|server\.lock(?:-journal)?|spool|releases)$/

/** Where a block is: its SHA-256 (base64url), the pack, and the bytes of it, packed by zstd. */
const blockSchema = v.object({
  hash: v.string(),
  pack: v.pipe(v.string(), v.regex(/^[\w.-]+\.pack$/)),
  at: v.number(),
  length: v.number(),
})

const manifestSchema = v.object({
  format: v.literal(1),
  files: v.array(
    v.object({
      /** Path below the data folder, with slashes. */
      name: v.pipe(
        v.string(),
        v.check((name) => !path.isAbsolute(name) && !name.split('/').includes('..')),
      ),
      blocks: v.array(blockSchema),
    }),
  ),
})

type Block = v.InferOutput<typeof blockSchema>
type Manifest = v.InferOutput<typeof manifestSchema>

export interface BackupResult {
  /** Name of the backup, by its time: `2026-11-30T21-57-00.000Z`. */
  readonly name: string
  /** Bytes of everything that is in it. */
  readonly size: number
  /** Bytes that had to be written, packed. */
  readonly written: number
}

const manifestName = /^(\d{4}-\d\d-\d\dT[\d-]+\.\d{3}Z)\.json$/

/** Names of the backups of a folder, the oldest first. */
export function listBackups(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap((file) => manifestName.exec(file)?.[1] ?? [])
    .toSorted()
}

const damaged = (what: string, cause?: unknown): MailError =>
  new MailError('DATABASE_CORRUPT', {
    subject: what,
    remedy: 'Nothing was changed. Use another backup: restore FOLDER --at NAME.',
    cause,
  })

function readManifest(folder: string, name: string): Manifest {
  const file = path.join(folder, `${name}.json`)
  try {
    return v.parse(manifestSchema, JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw damaged(file, cause)
  }
}

/** Files of a data folder beside its database, by their path below it. */
function filesBeside(dataDir: string, below = ''): readonly string[] {
  return readdirSync(path.join(dataDir, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below === '' ? entry.name : `${below}/${entry.name}`
    if (below === '' && leftOut.test(name)) return []
    if (entry.isDirectory()) return filesBeside(dataDir, name)
    return entry.isFile() ? [name] : []
  })
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')

function* blocksOf(file: string): Generator<Buffer> {
  const descriptor = openSync(file, 'r')
  try {
    for (;;) {
      const block = Buffer.alloc(blockSize)
      const length = readSync(descriptor, block, 0, blockSize, null)
      if (length === 0) return
      yield block.subarray(0, length)
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Writes what is not known yet into one new pack. */
class PackWriter {
  readonly #name: string
  readonly #descriptor: number
  readonly #known: Map<string, Block>
  written = 0
  size = 0

  constructor(folder: string, name: string, known: Iterable<Block>) {
    this.#name = `${name}.pack`
    this.#descriptor = openSync(path.join(folder, `${this.#name}.partial`), 'w', 0o600)
    this.#known = new Map([...known].map((block) => [block.hash, block]))
  }

  add(bytes: Buffer): Block {
    const hash = hashOf(bytes)
    this.size += bytes.byteLength
    const known = this.#known.get(hash)
    if (known) return known
    const packed = zstdCompressSync(bytes)
    writeSync(this.#descriptor, packed)
    const block = { hash, pack: this.#name, at: this.written, length: packed.byteLength }
    this.written += packed.byteLength
    this.#known.set(hash, block)
    return block
  }

  /** Durable when it returns. */
  close(): void {
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
  }
}

/** @throws MailError `DATABASE_CORRUPT` when a pack is missing or its bytes are not what they were */
function writeFileOf(folder: string, blocks: readonly Block[], target: string): void {
  const packs = new Map<string, number>()
  const out = openSync(target, 'wx', 0o600)
  try {
    for (const { hash, pack, at, length } of blocks) {
      const bytes = readBlock(packs, path.join(folder, pack), { at, length })
      if (!bytes || hashOf(bytes) !== hash) throw damaged(`${path.join(folder, pack)}, ${length} bytes at ${at}`)
      writeSync(out, bytes)
    }
    fsyncSync(out)
  } finally {
    closeSync(out)
    for (const descriptor of packs.values()) closeSync(descriptor)
  }
}

function readBlock(
  packs: Map<string, number>,
  pack: string,
  { at, length }: Pick<Block, 'at' | 'length'>,
): Buffer | null {
  try {
    const descriptor = packs.get(pack) ?? openSync(pack, 'r')
    packs.set(pack, descriptor)
    const packed = Buffer.alloc(length)
    readSync(descriptor, packed, 0, length, at)
    return zstdDecompressSync(packed, { maxOutputLength: blockSize })
  } catch {
    return null
  }
}

/** @throws MailError `DATABASE_CORRUPT` */
function requireWhole(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const verdict = database.prepare('PRAGMA integrity_check').get()?.['integrity_check']
    if (verdict !== 'ok') throw damaged(`${file}: ${String(verdict)}`)
  } finally {
    database.close()
  }
}

/** Writes all files of a backup below a folder, and checks the database. Nothing is left there when it throws. */
function unpack(folder: string, { files }: Manifest, target: string): void {
  mkdirSync(target, { recursive: true, mode: 0o700 })
  try {
    for (const { name, blocks } of files) {
      const file = path.join(target, name)
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
      writeFileOf(folder, blocks, file)
    }
    requireWhole(path.join(target, 'atrium.db'))
  } catch (error) {
    rmSync(target, { recursive: true, force: true })
    throw error
  }
}

interface BackupOptions {
  readonly dataDir: string
  readonly database: DatabaseSync
  /** Made if it is missing. One backup at a time may write to it. */
  readonly folder: string
  /** Milliseconds since 1970. */
  readonly now: number
}

function writeManifest(folder: string, name: string, manifest: Manifest): void {
  const file = path.join(folder, `${name}.json`)
  writeFileSync(`${file}.partial`, JSON.stringify(manifest), { mode: 0o600, flush: true })
  renameSync(`${file}.partial`, file)
}

/**
 * Saves a data folder beside a running server: the database as it is at one moment, and the keys and certificates
 * beside it. What an earlier backup of the folder has is not written again. It is there only after it was restored
 * into a scratch folder and its database was found whole.
 *
 * @throws MailError `DATABASE_CORRUPT` when the database is damaged
 */
export async function writeBackup({ dataDir, database, folder, now }: BackupOptions): Promise<BackupResult> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const file of readdirSync(folder))
    if (/\.partial$|^scratch-/.test(file)) rmSync(path.join(folder, file), { recursive: true, force: true })
  const copy = path.join(folder, 'atrium.db.partial')
  // All pages in one step: in several, each write of the server would let it start over.
  await copyDatabase(database, copy, { rate: 2 ** 31 - 1 })
  const options = { dataDir, folder, copy, now }
  try {
    return pack(options, knownBlocks(folder))
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    // An earlier backup is damaged: this one does not rely on it.
    return pack(options, [])
  } finally {
    rmSync(copy, { force: true })
  }
}

/** Blocks of the last backup. */
function knownBlocks(folder: string): readonly Block[] {
  const last = listBackups(folder).at(-1)
  return last === undefined ? [] : readManifest(folder, last).files.flatMap(({ blocks }) => blocks)
}

interface PackOptions {
  readonly dataDir: string
  readonly folder: string
  /** A copy of the database. */
  readonly copy: string
  readonly now: number
}

function pack({ dataDir, folder, copy, now }: PackOptions, known: readonly Block[]): BackupResult {
  const name = new Date(now).toISOString().replaceAll(':', '-')
  if (existsSync(path.join(folder, `${name}.json`))) throw new Error(`there is a backup ${name} in ${folder}`)
  const writer = new PackWriter(folder, name, known)
  const save = (file: string, source: string): Manifest['files'][number] => ({
    name: file,
    blocks: [...blocksOf(source)].map((block) => writer.add(block)),
  })
  const files = [save('atrium.db', copy)]
  for (const file of filesBeside(dataDir)) {
    const source = path.join(dataDir, file)
    if (statSync(source).size > maxFileSize) throw new Error(`${source} is larger than ${maxFileSize} bytes`)
    files.push(save(file, source))
  }
  writer.close()
  const packed = path.join(folder, `${name}.pack`)
  renameSync(`${packed}.partial`, packed)
  const manifest: Manifest = { format: 1, files }
  const scratch = path.join(folder, `scratch-${name}`)
  try {
    unpack(folder, manifest, scratch)
  } catch (error) {
    rmSync(packed, { force: true })
    throw error
  }
  rmSync(scratch, { recursive: true, force: true })
  writeManifest(folder, name, manifest)
  return { name, size: writer.size, written: writer.written }
}

/** Removes all backups but the newest. @returns the names of those removed */
export function pruneBackups(folder: string, keep: number): readonly string[] {
  const names = listBackups(folder)
  const removed = names.slice(0, Math.max(0, names.length - keep))
  for (const name of removed) rmSync(path.join(folder, `${name}.json`))
  const used = new Set(
    listBackups(folder).flatMap((name) =>
      readManifest(folder, name).files.flatMap(({ blocks }) => blocks.map((block) => block.pack)),
    ),
  )
  for (const file of readdirSync(folder))
    if (file.endsWith('.pack') && !used.has(file)) rmSync(path.join(folder, file), { force: true })
  return removed
}

/**
 * Restores a backup into a data folder that has no database. The database is checked before it gets its name.
 *
 * @throws MailError `DATABASE_CORRUPT`, or `DATA_DIR_IN_USE` when the folder has a database; nothing was changed then
 */
export function restoreBackup({
  folder,
  name,
  dataDir,
}: {
  readonly folder: string
  readonly name: string
  readonly dataDir: string
}): void {
  if (existsSync(path.join(dataDir, 'atrium.db')))
    throw new MailError('DATA_DIR_IN_USE', {
      subject: `${dataDir} has a database`,
      remedy: 'A restore overwrites nothing: set DATA_DIR to a new folder, or move atrium.db away.',
    })
  const manifest = readManifest(folder, name)
  const scratch = path.join(dataDir, `restoring-${name}`)
  rmSync(scratch, { recursive: true, force: true })
  unpack(folder, manifest, scratch)
  // The database last: with it the folder is an installation.
  for (const { name: file } of manifest.files.toReversed()) {
    mkdirSync(path.dirname(path.join(dataDir, file)), { recursive: true, mode: 0o700 })
    renameSync(path.join(scratch, file), path.join(dataDir, file))
  }
  rmSync(scratch, { recursive: true, force: true })
}
