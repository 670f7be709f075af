import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { folderOf, root } from '../workspace.ts'
import { lockLikeOthers, type Manifest } from './lock-like-others.ts'

const install = (...flags: string[]): boolean =>
  spawnSync('pnpm', ['install', '--reporter=silent', ...flags], { cwd: root, stdio: 'inherit' }).status === 0

/** Enters a remote into the lockfile and links its dependencies; needs no network as long as they are others' too. */
export function linkRemote(name: string): boolean {
  const file = path.join(root, 'pnpm-lock.yaml')
  const before = readFileSync(file, 'utf8')
  const manifest = JSON.parse(readFileSync(path.join(folderOf(name), 'package.json'), 'utf8')) as Manifest
  const locked = lockLikeOthers(before, name, manifest)
  if (locked) {
    writeFileSync(file, locked)
    // Nothing in it is new, so nothing has to be old enough: that question would go to the network.
    if (install('--frozen-lockfile', '--offline', '--config.minimum-release-age=0')) return true
    writeFileSync(file, before)
  }
  return install('--no-frozen-lockfile', '--prefer-offline')
}
