// Entry of every root script: `node tools/run.mjs <command> [arguments]`.
// Plain JavaScript that runs on Node >= 20.19: it finds or fetches the Node and pnpm this project needs,
// installs what the lockfile lists, and hands over to tools/src/<command>.ts.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const nodeMajor = 24
const pnpmVersion = '12.20.0'

const root = path.resolve(import.meta.dirname, '..')
const state = path.join(root, '.atrium')
const say = (text) => process.stderr.write(`atrium: ${text}\n`)

function fail(text) {
  say(text)
  process.exit(1)
}

/** Asks npm for a Node and a pnpm of the right versions; they stay in npm's own cache. */
function fetchToolchain() {
  say(`fetching Node ${nodeMajor} and pnpm ${pnpmVersion} from the npm registry`)
  const script = 'console.log(JSON.stringify({node:process.execPath,path:process.env.PATH}))'
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const packages = ['-p', `node@${nodeMajor}`, '-p', `pnpm@${pnpmVersion}`]
  const found = spawnSync(npx, ['--yes', ...packages, 'node', '-e', script], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  if (found.status !== 0) {
    fail(`could not fetch Node ${nodeMajor} from the npm registry. Install Node ${nodeMajor} yourself, or check the network.\n${found.stderr}`)
  }
  const { node, path: searched } = JSON.parse(found.stdout.trim().split('\n').at(-1))
  const pnpm = searched.split(path.delimiter).map((folder) => path.join(folder, 'pnpm')).find(existsSync)
  return { node, pnpm }
}

/** Where Node and pnpm are; remembered, so that the next start asks nobody. */
function toolchain() {
  const file = path.join(state, 'toolchain.json')
  const wanted = `${nodeMajor} ${pnpmVersion}`
  if (existsSync(file)) {
    const known = JSON.parse(readFileSync(file, 'utf8'))
    if (known.wanted === wanted && existsSync(known.node) && existsSync(known.pnpm)) return known
  }
  const found = { wanted, ...fetchToolchain() }
  mkdirSync(state, { recursive: true })
  writeFileSync(file, JSON.stringify(found))
  return found
}

/** Everything that decides what an install would do. */
function dependencyFingerprint() {
  const folders = ['.', 'shell', 'server', 'configs', 'tools', 'tests']
  for (const group of ['platform', 'remotes', 'shared']) {
    for (const name of readdirSync(path.join(root, group))) folders.push(path.join(group, name))
  }
  const files = folders.map((folder) => path.join(folder, 'package.json'))
  const hash = createHash('sha256')
  for (const file of [...files, 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].sort()) {
    if (existsSync(path.join(root, file))) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex')
}

const stamp = path.join(root, 'node_modules/.atrium-installed')

function install(environment, pnpm) {
  const fingerprint = dependencyFingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  say('installing dependencies')
  const lock = process.argv.includes('--no-frozen-lockfile') ? '--no-frozen-lockfile' : '--frozen-lockfile'
  const done = spawnSync(pnpm, ['install', lock, '--reporter=append-only'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (done.status !== 0) {
    fail('installing failed, see above. If you changed a package.json, run `pnpm install` and commit pnpm-lock.yaml.')
  }
  writeFileSync(stamp, fingerprint)
}

const [command, ...rest] = process.argv.slice(2)
const program = path.join(import.meta.dirname, 'src', `${command}.ts`)
if (!command || !/^[a-z][a-z0-9-]*$/.test(command) || !existsSync(program)) {
  fail(`there is no command "${command ?? ''}". The scripts in package.json name them.`)
}

const { node, pnpm } = toolchain()
const search = [path.join(root, 'node_modules/.bin'), path.dirname(node), path.dirname(pnpm), process.env.PATH]
const environment = { ...process.env, PATH: search.join(path.delimiter) }
delete environment.NODE_OPTIONS
// A rollback is typed by somebody in a hurry: half a second less, for code that was loaded before.
if (command === 'release') environment.NODE_COMPILE_CACHE = path.join(state, 'compile-cache')
install(environment, pnpm)

// A signal from the terminal reaches the child as well; it decides when the end has come.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
const { spawn } = await import('node:child_process')
const child = spawn(node, [program, ...rest], { cwd: process.cwd(), env: environment, stdio: 'inherit' })
process.removeAllListeners('SIGTERM')
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => {
  // It has linked what it wrote: the next command need not ask pnpm again.
  if (command === 'new-remote' && code === 0) writeFileSync(stamp, dependencyFingerprint())
  process.exit(code ?? (signal === 'SIGINT' ? 130 : 143))
})
