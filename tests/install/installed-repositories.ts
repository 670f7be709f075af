import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** Whether third parties come from the npm registry, as at an adopter's. Otherwise they are linked from this checkout. */
export const fromRegistry = process.env['ATRIUM_INSTALL'] === 'registry'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest

/** Where packages of this checkout are, by name. */
const sources = new Map(
  globSync(['platform/*/package.json', 'configs/package.json'], { cwd: root }).map((file) => {
    const folder = path.join(root, path.dirname(file))
    return [manifestIn(folder).name, folder]
  }),
)

function link(modules: string, name: string, target: string): void {
  const place = path.join(modules, name)
  mkdirSync(path.dirname(place), { recursive: true })
  symlinkSync(target, place, 'junction')
}

/** A program that must end well; returns what it printed. */
function run(folder: string, command: readonly string[], environment: NodeJS.ProcessEnv = process.env): string {
  const [program = '', ...rest] = command
  const { status, stdout, stderr } = spawnSync(program, rest, { cwd: folder, env: environment, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')} in ${folder} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

/** Builds and packs every package. @returns The folder with the packed packages. */
function pack(): string {
  run(root, [process.execPath, path.join(root, 'tools/src/packages.ts')])
  return path.join(root, 'dist/packages')
}

/** `@atrium/host` → `atrium-host-0.1.0.tgz` */
const tarball = (packed: string, name: string): string =>
  path.join(packed, `${name.replace('@', '').replace('/', '-')}-${manifestIn(sources.get(name) ?? root).version}.tgz`)

/** Where this checkout has a package of a third party: beside a package that declares it, or at the root. */
function thirdParty(name: string): string {
  const places = [...sources.values(), root].map((folder) => path.join(folder, 'node_modules', name))
  const found = places.find(existsSync)
  if (found === undefined) throw new Error(`No package of this checkout declares ${name}`)
  return realpathSync(found)
}

/**
 * Unpacks packages, and links what each declares and nothing else: what it only happens to find here, it does not find
 * there.
 *
 * @returns Name → folder.
 */
function unpackAll(packed: string, folder: string): Map<string, string> {
  const homes = new Map([...sources.keys()].map((name) => [name, path.join(folder, name, 'node_modules', name)]))
  for (const [name, home] of homes) {
    mkdirSync(home, { recursive: true })
    run(home, ['tar', 'xzf', tarball(packed, name), '--strip-components', '1'])
  }
  for (const [name, home] of homes) {
    const { dependencies, peerDependencies } = manifestIn(home)
    for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) {
      const source = path.join(sources.get(name) ?? '', 'node_modules', needed)
      link(path.join(folder, name, 'node_modules'), needed, homes.get(needed) ?? realpathSync(source))
    }
  }
  return homes
}

function linkRepository(folder: string, homes: ReadonlyMap<string, string>): void {
  const { dependencies, devDependencies } = manifestIn(folder)
  for (const name of Object.keys({ ...dependencies, ...devDependencies }))
    link(path.join(folder, 'node_modules'), name, homes.get(name) ?? thirdParty(name))
}

function installRepository(folder: string, packed: string): void {
  const overrides = [...sources.keys()].map((name) => `  '${name}': 'file:${tarball(packed, name)}'\n`)
  const builds = `allowBuilds:\n  core-js-pure: false\n  '@parcel/watcher': false\n`
  writeFileSync(path.join(folder, 'pnpm-workspace.yaml'), `${builds}overrides:\n${overrides.join('')}`)
  run(folder, ['pnpm', 'install', '--prefer-offline', '--reporter=silent'])
}

const repositories = ['host', 'incidents', 'metrics'] as const

export type Repository = (typeof repositories)[number]

/** A dev server or a site that runs in a repository. */
interface Running {
  /** Resolves with the first match in what it prints. */
  readonly printed: (pattern: RegExp) => Promise<string>
  readonly stop: () => Promise<void>
  /** Resolves when it has ended well. */
  readonly ended: () => Promise<void>
}

function watch(child: ChildProcess): Running {
  let text = ''
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return {
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const [found] = pattern.exec(text) ?? []
          if (found !== undefined) resolve(found)
        }
        look()
        child.stdout?.on('data', look)
        child.stderr?.on('data', look)
        void ended.then(() => reject(new Error(`it ended without printing ${pattern}:\n${text}`)))
      }),
    ended: async () => {
      await ended
      if (child.exitCode !== 0) throw new Error(`it ended with ${child.exitCode}:\n${text}`)
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** The repositories of examples/dashboard outside this checkout, below a path with a space, with the packed packages installed. */
export function installRepositories() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium install '))
  const packed = pack()
  const homes = fromRegistry ? undefined : unpackAll(packed, path.join(folder, 'packages'))
  const at = (repository: Repository, ...file: string[]): string => path.join(folder, repository, ...file)
  for (const repository of repositories) {
    cpSync(path.join(root, 'examples/dashboard', repository), at(repository), {
      recursive: true,
      filter: (source) => !/[\\/](node_modules|dist|\.atrium)$/.test(source),
    })
    if (homes) linkRepository(at(repository), homes)
    else installRepository(at(repository), packed)
  }

  const own = Object.entries(process.env).filter(([name]) => !/^(ATRIUM_|NODE_|DATA_DIR$|PORT$)/.test(name))
  const environment: NodeJS.ProcessEnv = {
    ...Object.fromEntries(own),
    ATRIUM_STORE: path.join(folder, 'store'),
    ATRIUM_REGISTRY_KEY_FILE: path.join(folder, 'registry.pem'),
  }
  const program = (repository: Repository): string => at(repository, 'node_modules/@atrium/cli/dist/main.js')
  const atrium = (repository: Repository, ...rest: string[]): string =>
    run(at(repository), [process.execPath, program(repository), ...rest], environment)
  delete environment['ATRIUM_REGISTRY_KEY_FILE']
  atrium('host', 'keys', 'make', path.join(folder, 'registry.pem'))
  environment['ATRIUM_REGISTRY_KEY_FILE'] = path.join(folder, 'registry.pem')

  const start = (repository: Repository, command: readonly string[], more: NodeJS.ProcessEnv = {}): Running =>
    watch(
      spawn(process.execPath, command, {
        cwd: at(repository),
        env: { ...environment, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )

  return {
    folder,
    packed,
    atrium,
    at,
    /** Builds and releases a package while others do the same. */
    releaseLater: async (repository: Repository, name: string): Promise<void> => {
      await start(repository, [program(repository), 'release', name]).ended()
    },
    /** Checks the types of a repository. @returns The errors. */
    types: (repository: Repository): string =>
      run(at(repository), [process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.']),
    /** Changes a source file of a repository. */
    edit(repository: Repository, file: string, [from, to]: readonly [string, string]): void {
      const text = readFileSync(at(repository, file), 'utf8')
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
      writeFileSync(at(repository, file), text.replace(from, to))
    },
    /** The dashboard's own server, on a free port. */
    serve: (): Running =>
      start('host', ['server.ts'], {
        PORT: '0',
        DATA_DIR: path.join(folder, 'data'),
        DASHBOARD_PEOPLE: 'ada:tower,grace:harbour',
        ATRIUM_REGISTRY_KEYS: atrium('host', 'keys').match(/[\w-]{43}/)?.[0],
      }),
    /** `atrium dev` in a repository. */
    develop: (repository: Repository): Running => start(repository, [program(repository), 'dev']),
    remove: (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

export type InstalledRepositories = ReturnType<typeof installRepositories>
