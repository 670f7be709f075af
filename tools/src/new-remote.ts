// `pnpm new-remote calendar`: writes one folder and one registry entry.
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { remoteNameSchema } from '@atrium/contracts'
import * as v from 'valibot'
import { linkRemote } from './new-remote/link-remote.ts'
import { writeRemote } from './new-remote/remote-files.ts'
import { commands } from './release/commands.ts'
import { folderOf, installedRemotes, root } from './workspace.ts'

/** Names that mean something else in an address, to the gateway, in a store or to `pnpm release`. */
const reserved = ['shell', 'api', 'jmap', 'registry', 'releases', 'mail-frame', 'sign-in', 'sign-up', 'healthz', 'maps', 'history', ...Object.keys(commands)]

function refuse(text: string): never {
  process.stderr.write(`atrium: ${text}\n`)
  process.exit(2)
}

function checkedName(name: string | undefined): string {
  if (!name) refuse('say which: pnpm new-remote <name>')
  if (!v.is(remoteNameSchema, name))
    refuse(`"${name}" is no name for a remote: lower-case letters, digits and single dashes, e.g. team-calendar`)
  if (reserved.includes(name)) refuse(`"${name}" is taken by the workspace itself`)
  if (existsSync(folderOf(name)) || name in installedRemotes()) refuse(`there is a remote "${name}" already`)
  return name
}

function register(name: string): void {
  const file = path.join(root, 'registry.json')
  writeFileSync(file, `${JSON.stringify({ remotes: { ...installedRemotes(), [name]: {} } }, null, 2)}\n`)
}

const name = checkedName(process.argv[2])
const written = writeRemote(name)
register(name)
const linked = linkRemote(name)
process.stdout.write(`${[...written, 'registry.json', 'pnpm-lock.yaml'].map((file) => `  ${file}\n`).join('')}`)
if (linked) process.stdout.write(`Develop it with \`pnpm dev ${name}\`; \`npm start\` shows it in the navigation, at /${name}.\n`)
else process.stderr.write('atrium: its dependencies could not be linked, see above; run `pnpm install`\n')
process.exitCode = linked ? 0 : 1
