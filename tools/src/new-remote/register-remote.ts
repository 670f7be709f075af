import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { installedRemotes, root } from '../workspace.ts'

/** Enters a remote into `registry.json`; one that is there stays as it is. */
export function registerRemote(name: string): void {
  const file = path.join(root, 'registry.json')
  const remotes = installedRemotes()
  writeFileSync(`${file}.new`, `${JSON.stringify({ remotes: { ...remotes, [name]: remotes[name] ?? {} } }, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}
