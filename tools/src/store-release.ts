import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { releaseRecordSchema, signedReleaseSchema, type ReleaseRecord, type SignedRelease } from '@atrium/contracts'
import { signValue } from '@atrium/trust'
import * as v from 'valibot'
import { teamSigner } from './keys/signers.ts'

const readRecord = (folder: string): ReleaseRecord =>
  v.parse(releaseRecordSchema, JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')))

const compressible = /\.(js|css|json|svg|html)$/

function compress(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !compressible.test(entry.name)) continue
    const file = path.join(entry.parentPath, entry.name)
    const bytes = readFileSync(file)
    if (bytes.length < 512) continue
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

/** Source maps and the build's own notes stay behind. */
const isServed = (file: string): boolean => !/(\.map|\.built-from)$/.test(file)

const signedFile = 'release.json'

/** A release whose team has another key by now is signed again; its files and record stay as they are. */
async function signAgain(target: string): Promise<SignedRelease> {
  const file = path.join(target, signedFile)
  const release = v.parse(signedReleaseSchema, JSON.parse(readFileSync(file, 'utf8')))
  const signer = teamSigner(release.record.name)
  if (release.signature.key === signer.key) return release
  const signed = { ...release, signature: await signValue('release', release.record, signer) }
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(signed))
  renameSync(`${file}.${process.pid}`, file)
  return signed
}

/**
 * Copies a build into the store under its version, whole or not at all, and signs its record.
 *
 * @returns What is in the store now.
 */
export async function storeRelease(folder: string, storeFolder: string): Promise<SignedRelease> {
  const record = readRecord(folder)
  const target = path.join(storeFolder, record.name, record.version)
  if (existsSync(path.join(target, signedFile))) return signAgain(target)
  const release = { record, signature: await signValue('release', record, teamSigner(record.name)) }
  const draft = `${target}.${process.pid}`
  cpSync(folder, draft, { recursive: true, filter: isServed })
  compress(draft)
  writeFileSync(path.join(draft, signedFile), JSON.stringify(release))
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Somebody else has published the same bytes meanwhile.
    if (!existsSync(path.join(target, signedFile))) throw error
  }
  return release
}
