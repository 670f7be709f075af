// Entry of every root script: `node tools/run.mjs <command> [arguments]`.
// Plain JavaScript that runs on Node >= 20.19: it finds or fetches the Node and pnpm this project needs,
// installs what the lockfile lists, and hands over to the command line of @atrium/cli or to tools/src/<command>.ts.
import { spawn, spawnSync } from 'node:child_process'
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

/** Fetches a Node and a pnpm of the right versions with npx; they stay in npm's own cache. */
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
    fail(
      `could not fetch Node ${nodeMajor} from the npm registry. Install Node ${nodeMajor}, or check the network.\n${found.stderr}`,
    )
  }
  const { node, path: searched } = JSON.parse(found.stdout.trim().split('\n').at(-1))
  const pnpm = searched
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'pnpm'))
    .find(existsSync)
  return { node, pnpm }
}

/** Where Node and pnpm are; saved, so that the next start needs no npx. */
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

/** Commands of @atrium/cli; the others are programs in tools/src. */
const cli = new Set(['start', 'dev', 'build', 'release', 'analyze', 'reproduce', 'new-remote'])

/**
 * Program and first arguments of a root script.
 *
 * @throws Error listing the scripts when there is none of that name.
 */
export function programOf(command) {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  if (!Object.hasOwn(scripts, command)) {
    throw new Error(
      `${command === '' ? 'Specify a command.' : `Unknown command "${command}".`} Available: ${Object.keys(scripts).join(', ')}`,
    )
  }
  return cli.has(command)
    ? [path.join(root, 'platform/cli/src/main.ts'), command]
    : [path.join(root, 'tools/src', `${command}.ts`)]
}

function main([command = '', ...rest]) {
  let program
  try {
    program = programOf(command)
  } catch (error) {
    fail(error.message)
  }
  const { node, pnpm } = toolchain()
  const search = [path.join(root, 'node_modules/.bin'), path.dirname(node), path.dirname(pnpm), process.env.PATH]
  const environment = { ...process.env, PATH: search.join(path.delimiter) }
  delete environment.NODE_OPTIONS
  // A rollback is urgent: half a second less, for code that was loaded before.
  if (command === 'release') environment.NODE_COMPILE_CACHE = path.join(state, 'compile-cache')
  install(environment, pnpm)

  // The project is found from the working directory: the caller's if it is in here, else this repository.
  const isInside = path.relative(root, process.cwd()).split(path.sep)[0] !== '..'
  const child = spawn(node, [...program, ...rest], {
    cwd: isInside ? process.cwd() : root,
    env: environment,
    stdio: 'inherit',
  })
  // A Ctrl+C of the terminal reaches the child as well, which decides when to end.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    // It has linked what it wrote: the next command need not install again.
    if (command === 'new-remote' && code === 0) writeFileSync(stamp, dependencyFingerprint())
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 143))
  })
}

if (process.argv[1] === import.meta.filename) main(process.argv.slice(2))
