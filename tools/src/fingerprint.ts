import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { trustedKeys } from './keys/signers.ts'
import { folderOf, installedRemotes, localPiece, root } from './workspace.ts'

const ignored = /^(node_modules|dist|\..*)$|\.test\.tsx?$/

function add(hash: Hash, file: string): void {
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) if (!ignored.test(name)) add(hash, path.join(file, name))
  } else hash.update(`${path.relative(root, file)}\0`).update(readFileSync(file))
}

/** The lockfile without what other remotes depend on: a new one leaves every build as it is. */
function lockfileFor(name: string): string {
  const others = /^ {2}remotes\/(\S+):\n(?: {4}.*\n|\n)*/gm
  const text = readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8')
  return text.replace(others, (section, remote) => (remote === name || name === localPiece ? section : ''))
}

/** Hash over everything a piece is built from: its own folder and what it shares. */
export function fingerprint(name: string): string {
  const hash = createHash('sha256').update(lockfileFor(name))
  const compiledIn = name === localPiece ? ['registry.json', ...Object.keys(installedRemotes()).map(folderOf)] : []
  if (folderOf(name) === folderOf('shell')) hash.update(trustedKeys().join(','))
  for (const input of [folderOf(name), ...compiledIn, 'platform', 'shared', 'configs', 'tsconfig.base.json']) {
    add(hash, path.resolve(root, input))
  }
  return hash.digest('hex')
}
