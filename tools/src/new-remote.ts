// `pnpm new-remote calendar`: writes one folder and one registry entry. Ended half-way, it goes on from there
// when it is called again: the registry entry comes last.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { checkName } from './new-remote/check-name.ts'
import { linkRemote } from './new-remote/link-remote.ts'
import { registerRemote } from './new-remote/register-remote.ts'
import { writeRemote } from './new-remote/remote-files.ts'
import { folderOf, installedRemotes } from './workspace.ts'

function refuse(text: string): never {
  process.stderr.write(`atrium: ${text}\n`)
  process.exit(2)
}

const [name = '', ...more] = process.argv.slice(2)
const problem = more.length > 0 ? 'one at a time: pnpm new-remote <name>' : checkName(name)
if (problem) refuse(problem)

const isWritten = existsSync(path.join(folderOf(name), 'package.json'))
if (isWritten && Object.hasOwn(installedRemotes(), name)) refuse(`there is a remote "${name}" already`)
if (isWritten) process.stderr.write(`atrium: remotes/${name} is there already, and is entered as it is\n`)

const written = isWritten ? [] : writeRemote(name)
if (!linkRemote(name)) refuse('its dependencies could not be linked, see above; then run it again')
registerRemote(name)
process.stdout.write([...written, 'registry.json', 'pnpm-lock.yaml'].map((file) => `  ${file}\n`).join(''))
process.stdout.write(`Develop it with \`pnpm dev ${name}\`; \`npm start\` shows it in the navigation, at /${name}.\n`)
