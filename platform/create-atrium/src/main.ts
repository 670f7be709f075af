#!/usr/bin/env node
// `npm create atrium [folder]`: writes a product that starts with two commands.
import path from 'node:path'
import { promises as readline } from 'node:readline'
import { parseArgs } from 'node:util'
import { writeProduct } from './write-product.ts'

const usage = `Usage: npm create atrium [folder] -- [options]

Writes a host, a first remote and a server into a folder.

  --name NAME       name of the product. Default: that of the folder
  --remote NAME     name of the first remote. Default: home
  --packages DIR    installs Atrium from a folder with its packed packages instead of the registry
  -y, --yes         asks nothing and takes the defaults
  -h, --help        shows this

Exit codes: 0 written, 1 not written, 2 wrong arguments.
`

const options = {
  name: { type: 'string' },
  remote: { type: 'string' },
  packages: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  help: { type: 'boolean', short: 'h' },
} as const

/** What the folder's name makes of a product's name: `My Board` → `my-board`. */
const nameFrom = (folder: string): string =>
  path
    .basename(path.resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '') || 'product'

/** Asks on the terminal; an empty line takes the default. */
async function ask(question: string, otherwise: string): Promise<string> {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(`${question} (${otherwise}): `)).trim() || otherwise
  } finally {
    terminal.close()
  }
}

function readCommandLine() {
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    process.stderr.write(`create-atrium: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
}

async function main(): Promise<void> {
  const { values, positionals } = readCommandLine()
  if (values.help) return void process.stdout.write(usage)
  const quiet = values.yes === true || !process.stdin.isTTY
  const given = positionals[0] ?? values.name
  const folder = given ?? (quiet ? 'atrium-product' : await ask('Folder', 'atrium-product'))
  const derived = nameFrom(folder)
  const name = values.name ?? (quiet ? derived : await ask('Name of the product', derived))
  const remote = values.remote ?? (quiet ? 'home' : await ask('Name of the first remote', 'home'))
  const files = writeProduct({ folder: path.resolve(folder), name, remote, packages: values.packages })
  process.stdout.write(files.map((file) => `  ${file}\n`).join(''))
  const manager = process.env['npm_config_user_agent']?.startsWith('pnpm') ? 'pnpm' : 'npm'
  process.stdout.write(`\nNext:\n  cd ${JSON.stringify(folder)}\n  ${manager} install\n  ${manager} start\n`)
}

try {
  await main()
} catch (error) {
  process.stderr.write(`create-atrium: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
