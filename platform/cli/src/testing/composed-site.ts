import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ReleaseRecord } from '@atrium/protocol'
import { lastBuilds, type Build } from '../builds.ts'
import { trustedKeys, withoutKeys } from '../keys.ts'
import { findProject } from '../project.ts'
import { publish } from '../publish.ts'

// The test kit: the project's real server over a store of real releases, for tests of a remote in its host. It needs no
// test runner; with Playwright, a page is opened at `origin`.

/** The project's server in a process of its own. */
export interface SiteServer {
  /** Without a slash at its end. */
  readonly origin: string
  /** What the server keeps, as `DATA_DIR`. */
  readonly dataFolder: string
  /** Violations of a policy that browsers have reported since the last call. */
  readonly takeViolations: () => string[]
  /** Ends it as a user would (SIGTERM) or as a crash does (SIGKILL). */
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>
}

/** What a server is started with. */
export interface SiteServerOptions {
  /** More variables, which replace those of this process. `PORT` is 0 unless it is here. */
  readonly environment?: NodeJS.ProcessEnv
  /** Default: a new folder. */
  readonly dataFolder?: string
}

/** The first printed address says that the server is ready. */
function ready(child: ChildProcess): Promise<string> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      const origin = /https?:\/\/[^\s/]+(?=[\s/])/.exec(printed)?.[0]
      if (origin) resolve(origin)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${printed}`)))
  })
}

/** What the gateway logs of each report it gets; failures of remotes are reported too, and are no violation. */
function violationsOf(child: ChildProcess): string[] {
  const violations: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.on('data', (chunk: Buffer) => {
      const lines = `${rest}${chunk.toString()}`.split('\n')
      rest = lines.pop() ?? ''
      violations.push(...lines.filter((line) => /report: [a-z:-]*violation/.test(line)))
    })
  }
  return violations
}

/**
 * Starts the project's `server` of atrium.config.ts on a free port. It must take its port from `PORT` and print its
 * address, as the server that `npm create atrium` writes does.
 *
 * @throws Error with what the server printed when it ends before it is ready.
 */
export async function startSiteServer(options: SiteServerOptions = {}): Promise<SiteServer> {
  const { root, server } = findProject()
  const [program, ...rest] = server ?? []
  if (program === undefined)
    throw new Error(`${root}: atrium.config.ts names no server. Add: server: ['node', 'server.ts']`)
  const { environment = {}, dataFolder = mkdtempSync(path.join(os.tmpdir(), 'atrium-data-')) } = options
  const child = spawn(program === 'node' ? process.execPath : program, rest, {
    cwd: root,
    env: { ...withoutKeys(process.env), PORT: '0', DATA_DIR: dataFolder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const violations = violationsOf(child)
  const origin = await ready(child)
  return {
    origin,
    dataFolder,
    takeViolations: () => violations.splice(0),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await ended
    },
  }
}

/** A site of this project's host and remotes. */
export interface ComposedSite extends Pick<SiteServer, 'origin' | 'dataFolder' | 'takeViolations'> {
  /** Folder of its releases. */
  readonly store: string
  /** Releases another build to all users, as `atrium release --from` does. */
  readonly release: (build: Build) => Promise<void>
  /** Stops the server and removes its data and its releases. */
  readonly close: () => Promise<void>
}

/** What a site is made of. */
export interface ComposedSiteOptions {
  /** Variables for the server. Default: those of this process. */
  readonly environment?: NodeJS.ProcessEnv
  /** Builds that replace those of the project, or are beside them. Default: none. */
  readonly builds?: readonly Build[]
}

const withBuilds = (builds: readonly Build[], more: readonly Build[]): Build[] => [
  ...builds.filter(({ name }) => !more.some((build) => build.name === name)),
  ...more,
]

/**
 * A whole site on a free port: the last build of the host and of every remote, signed and published to a store of its
 * own, and the project's server over it. Nothing else sees what a test does in it.
 *
 * @throws Error naming a package that has no build.
 */
export async function composedSite({ environment = {}, builds = [] }: ComposedSiteOptions = {}): Promise<ComposedSite> {
  let published = withBuilds(lastBuilds(), builds)
  const missing = published.find(({ folder }) => !existsSync(path.join(folder, 'record.json')))
  if (missing) throw new Error(`${missing.name} has no build in ${missing.folder}: run \`atrium build\` first`)
  // Compressing releases takes seconds: it is done once, in a store that is kept and copied.
  const { at, output } = findProject()
  const kept = at(output, 'test-store')
  const replaced = builds.map(({ name }) => name)
  await publish(
    kept,
    lastBuilds().filter(({ name }) => !replaced.includes(name)),
  )
  const store = mkdtempSync(path.join(os.tmpdir(), 'atrium-store-'))
  cpSync(kept, store, { recursive: true })
  if (builds.length > 0) await publish(store, published)
  const server = await startSiteServer({
    environment: { ATRIUM_STORE: store, ATRIUM_REGISTRY_KEYS: trustedKeys().join(','), ...environment },
  })
  return {
    origin: server.origin,
    dataFolder: server.dataFolder,
    takeViolations: server.takeViolations,
    store,
    release: async (build) => {
      published = withBuilds(published, [build])
      await publish(store, published)
    },
    close: async () => {
      await server.stop()
      for (const folder of [store, server.dataFolder]) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** A site, and one of its remotes. */
export interface InstalledRemote extends ComposedSite {
  /** Where its page is. */
  readonly address: string
  /** What its build says of it: what it exposes, contributes and requires. */
  readonly record: ReleaseRecord
}

/**
 * A site for the tests of one remote, in the host that it will run in and beside the other remotes.
 *
 * @throws Error when it is not installed or not built.
 */
export async function installedRemote(name: string, options: ComposedSiteOptions = {}): Promise<InstalledRemote> {
  const build = withBuilds(lastBuilds(), options.builds ?? []).find((each) => each.name === name)
  if (!build)
    throw new Error(`${name} is not in ${findProject().registryFile}: add it, or pass its build in \`builds\``)
  const site = await composedSite(options)
  const record = JSON.parse(readFileSync(path.join(build.folder, 'record.json'), 'utf8')) as ReleaseRecord
  return { ...site, address: `${site.origin}/${name}`, record }
}
