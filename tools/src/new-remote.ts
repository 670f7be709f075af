// `pnpm new-remote calendar`: writes one folder and one registry entry.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { remoteNameSchema } from '@atrium/contracts'
import * as v from 'valibot'
import { folderOf, installedRemotes, root } from './workspace.ts'

const templates = path.join(root, 'configs/templates/remote')

/** Names that mean something else in an address or to the gateway. */
const reserved = ['shell', 'api', 'jmap', 'registry', 'releases', 'mail-frame', 'sign-in', 'sign-up', 'healthz']

function refuse(text: string): never {
  process.stderr.write(`atrium: ${text}\n`)
  process.exit(2)
}

function checkedName(name: string | undefined): string {
  if (!name) refuse('say which: pnpm new-remote <name>')
  if (!v.is(remoteNameSchema, name)) refuse(`"${name}" is no name for a remote: lower-case letters, digits and single dashes, e.g. team-calendar`)
  if (reserved.includes(name)) refuse(`"${name}" is taken by the workspace itself`)
  if (existsSync(folderOf(name)) || name in installedRemotes()) refuse(`there is a remote "${name}" already`)
  return name
}

function writeFolder(name: string): string[] {
  const title = name.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())
  const files = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'))
  return files.map((file) => {
    const target = path.join(folderOf(name), file.slice(0, -'.txt'.length))
    const text = readFileSync(path.join(templates, file), 'utf8')
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text.replaceAll('{{name}}', name).replaceAll('{{title}}', title))
    return path.relative(root, target)
  })
}

function register(name: string): void {
  const file = path.join(root, 'registry.json')
  writeFileSync(file, `${JSON.stringify({ remotes: { ...installedRemotes(), [name]: {} } }, null, 2)}\n`)
}

const name = checkedName(process.argv[2])
const written = writeFolder(name)
register(name)
const linked = spawnSync('pnpm', ['install', '--offline', '--no-frozen-lockfile', '--reporter=silent'], { cwd: root, stdio: 'inherit' })
process.stdout.write(`${written.map((file) => `  ${file}`).join('\n')}\n  registry.json\n`)
process.stdout.write(`Develop it with \`pnpm dev ${name}\`; it is in the navigation of \`npm start\`, at /${name}.\n`)
process.exitCode = linked.status ?? 1
