import { developmentVersion, devBase, devPort } from '@atrium/protocol'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import webpack, { type Configuration } from 'webpack'
import WebpackDevServer from 'webpack-dev-server'
import { buildPackages, checkNames, compile, fingerprint, isUpToDate, lastBuilds } from './builds.ts'
import { trustedKeys, withoutKeys } from './keys.ts'
import { findProject, hostName, type Project } from './project.ts'
import { publish } from './publish.ts'
import { UsageError, say } from './terminal.ts'

/** Where the files of a package are below the address of its dev server. */
export const devPath = `/dev/${developmentVersion}/`

/** Where dev servers listen, and how browsers reach them. */
export interface DevAddresses {
  /** Names of packages, as they were typed. */
  readonly names: readonly string[]
  /** Address or name that they listen on. */
  readonly host: string
  /** Hosts that a browser may name, beside localhost and the public ones; `auto`: no other. */
  readonly allowedHosts: 'auto' | string[]
  /** Origin of the dev server of a package, as a browser reaches it. */
  readonly originOf: (name: string) => string
  /** Address of its WebSocket. */
  readonly socketOf: (name: string) => string
  /** Address that an override names, with a slash at its end. */
  readonly baseOf: (name: string) => string
}

function readCommandLine(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { host: { type: 'string' }, public: { type: 'string' }, allow: { type: 'string' } },
      allowPositionals: true,
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** @throws UsageError */
function publicOrigin(pattern: string, name: string): string {
  const text = pattern.replaceAll('{name}', name).replaceAll('{port}', String(devPort(name)))
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username)
    throw new UsageError(
      `--public ${pattern}: name an http or https address without a path, such as https://{name}.dev.example`,
    )
  return url.origin
}

/** @throws UsageError when several packages would be at one address. */
function checkDistinct(pattern: string, names: readonly string[]): void {
  if (names.length > 1 && new Set(names.map((name) => publicOrigin(pattern, name))).size < names.length)
    throw new UsageError(
      `--public ${pattern}: ${names.join(', ')} would have the same address. Put {name} or {port} into it, or develop one at a time`,
    )
}

/**
 * Reads the arguments of `atrium dev`.
 *
 * @param packages - Names of the packages that are developed when none is named.
 * @throws UsageError
 */
export function readDevAddresses(args: readonly string[], packages: readonly string[]): DevAddresses {
  const { values, positionals } = readCommandLine(args)
  const pattern = values.public
  const names = [...new Set(positionals)]
  if (pattern !== undefined) checkDistinct(pattern, names.length > 0 ? names : packages)
  const allowed = (values.allow ?? '').split(',').filter((host) => host !== '')
  const wrong = allowed.find((host) => !/^\.?[\w-]+(\.[\w-]+)*$/.test(host))
  if (wrong !== undefined)
    throw new UsageError(`--allow ${wrong}: name a host without a scheme and a port, such as mail.example`)
  const originOf = (name: string): string =>
    pattern === undefined ? `http://localhost:${devPort(name)}` : publicOrigin(pattern, name)
  return {
    names,
    host: values.host ?? 'localhost',
    allowedHosts: allowed.length > 0 ? allowed : 'auto',
    originOf,
    socketOf: (name) => `${originOf(name).replace(/^http/, 'ws')}/ws`,
    baseOf: (name) => (pattern === undefined ? devBase(name) : `${originOf(name)}/dev/`),
  }
}

/** `localhost` is either address, and a browser may connect to the other one. */
const loopback = ['127.0.0.1', '::1']

const isTaken = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'))
    probe.once('listening', () => probe.close(() => resolve(false)))
    probe.listen(port, host)
  })

/** @throws Error naming two packages that have the same port. */
export function checkClashes(names: readonly string[]): void {
  const byPort = Map.groupBy(names, devPort)
  for (const [port, [first, second]] of byPort)
    if (second !== undefined)
      throw new Error(`${first} and ${second} have the same port, ${port}: develop one at a time, or rename one`)
}

/** @throws Error naming the first port that another program listens on. */
export async function checkPorts(
  names: readonly string[],
  portOwner?: (port: number) => string | undefined,
): Promise<void> {
  for (const name of names) {
    const port = devPort(name)
    const taken = await Promise.all(loopback.map((host) => isTaken(port, host)))
    if (taken.includes(true))
      throw new Error(`port ${port} of ${name} is in use by ${portOwner?.(port) ?? 'another program'}. Stop it first`)
  }
}

/** What a product's server gets when it serves development builds. */
export interface DevelopmentSite {
  /** Variables for the server: the environment without private keys, with `ATRIUM_STORE`. */
  readonly environment: NodeJS.ProcessEnv
  /** Remote → base URL of its dev server. These replace what the store has. */
  readonly overrides: ReadonlyMap<string, string>
  /** Folder of the development build of the host. */
  readonly hostFolder: string
}

/** A running server. */
export interface RunningSite {
  /** Origin without a slash at its end. */
  readonly origin: string
  /** Address of the start page. */
  readonly url: string
  /** Lines to print below the address, such as a sign-in for testing. */
  readonly notes?: readonly string[]
  readonly close: () => Promise<void>
}

/** What the module that `developmentServer` of `atrium.config.ts` names exports. */
export interface DevelopmentServer {
  readonly startDevelopmentServer: (site: DevelopmentSite) => Promise<RunningSite>
  /** Names the program that listens on a port, where the system can say. Default: none. */
  readonly portOwner?: (port: number) => string | undefined
}

async function loadServer({ root, at, developmentServer }: Project): Promise<DevelopmentServer> {
  if (developmentServer === undefined)
    throw new Error(`${root}: atrium.config.ts names no developmentServer, which \`atrium dev\` needs`)
  const loaded = (await import(pathToFileURL(at(developmentServer)).href)) as Partial<DevelopmentServer>
  const { startDevelopmentServer, portOwner } = loaded
  if (typeof startDevelopmentServer !== 'function')
    throw new Error(`${developmentServer} must export startDevelopmentServer()`)
  return portOwner ? { startDevelopmentServer, portOwner } : { startDevelopmentServer }
}

const storeOf = ({ at, output }: Project): string => at(output, 'dev-store')

/** Where the development host is written, by its dev server or once. */
const hostFolderOf = (project: Project): string => path.join(storeOf(project), hostName, developmentVersion)

/**
 * Builds the development host, unless the last one was built from the same sources.
 *
 * @throws Error when it does not build.
 */
export async function buildDevelopmentHost(): Promise<void> {
  const project = findProject()
  const folder = hostFolderOf(project)
  const stamp = path.join(folder, '.built-from')
  mkdirSync(storeOf(project), { recursive: true })
  const print = fingerprint(hostName)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return
  say('building the development host')
  if (!(await compile(hostName, { NODE_ENV: 'development' }))) throw new Error('The host does not build, see above')
  rmSync(folder, { recursive: true, force: true })
  cpSync(project.developmentFolder(hostName), folder, { recursive: true })
  writeFileSync(stamp, print)
}

/** Builds remotes that have no build yet. An outdated one is reported and used as it is, so that starting stays quick. */
async function buildMissing({ buildFolder }: Project, names: readonly string[]): Promise<void> {
  const missing = names.filter((name) => !existsSync(buildFolder(name)))
  if (missing.length > 0) await buildPackages(missing)
  const old = names.filter((name) => !isUpToDate(name))
  if (old.length > 0) say(`older than their sources: ${old.join(', ')} (pnpm build ${old.join(' ')})`)
}

/** A cache of its own: modules with hot reload do not fit a build without. */
const servedCache = (cache: Configuration['cache']): NonNullable<Configuration['cache']> =>
  typeof cache === 'object' && cache.type === 'filesystem' ? { ...cache, name: `${cache.name}-served` } : false

/**
 * The gateway serves the host from the development store; a remote's own dev server serves it from memory. Chunks are
 * at the address that their entry came from, be it a forwarded port.
 */
async function compilerOf(project: Project, name: string): Promise<webpack.Compiler> {
  const file = project.bundlerConfig(name)
  const { default: config } = (await import(pathToFileURL(file).href)) as { default: Configuration }
  const place = name === hostName ? { path: hostFolderOf(project) } : {}
  const compiler = webpack({ ...config, output: { ...config.output, ...place }, cache: servedCache(config.cache) })
  if (!compiler) throw new Error(`${file} is not a webpack configuration`)
  return compiler
}

/** Refused hosts of one dev server that are logged. Beyond it: further ones are not. A constant. */
const maxRefusals = 20

/** Logs what a dev server refuses for its host or origin, each host once, with the option that allows it. */
export function logRefusals(name: string, log: (line: string) => void) {
  const seen = new Set<string>()
  return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    response.on('finish', () => {
      const { host = 'no host', referer } = request.headers
      const from = referer && URL.canParse(referer) ? ` from a page of ${new URL(referer).host}` : ''
      const what = `${host}${from}`.slice(0, 200)
      if (response.statusCode !== 403 || seen.has(what) || seen.size >= maxRefusals) return
      seen.add(what)
      log(`${name}: refused a request to ${what}. If it is yours: --public names the address, --allow a host`)
    })
    next()
  }
}

type DevServerOptions = NonNullable<ConstructorParameters<typeof WebpackDevServer>[0]>

const devServerOptions = (name: string, addresses: DevAddresses, gateway: () => string): DevServerOptions => ({
  host: addresses.host,
  port: devPort(name),
  allowedHosts: addresses.allowedHosts,
  hot: true,
  liveReload: false,
  static: false,
  // Compression would hold back the server's events.
  compress: false,
  // Exactly `*`: with a listed origin the page's own resource policy refuses the file.
  headers: {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-store',
  },
  client: { overlay: false, logging: 'warn', webSocketURL: addresses.socketOf(name) },
  devMiddleware: { publicPath: devPath, writeToDisk: name === hostName, stats: 'errors-warnings' },
  proxy: [
    { context: (requested: string) => !/^\/(dev\/|ws$)/.test(requested), target: 'http://127.0.0.1', router: gateway },
  ],
  setupExitSignals: false,
  setupMiddlewares: (middlewares) => [logRefusals(name, say), ...middlewares],
})

/** What is developed: packages of a project. */
interface Development {
  readonly project: Project
  readonly addresses: DevAddresses
  /** Names of the packages. */
  readonly chosen: readonly string[]
}

/**
 * Starts a package's dev server. It forwards what is not one of its files to the gateway, so that the package
 * has a whole page at its own address.
 *
 * @param gateway - Origin of the gateway; read at each request, so the gateway may start later.
 */
async function startDevServer({ project, addresses }: Development, name: string, gateway: () => string) {
  const server = new WebpackDevServer(devServerOptions(name, addresses, gateway), await compilerOf(project, name))
  await server.start()
  /** Resolves when the first compilation has ended, with or without errors. */
  const compiled = new Promise<void>((resolve) => server.middleware?.waitUntilValid(() => resolve()))
  return { compiled, stop: () => server.stop() }
}

const isRemote = (name: string): boolean => name !== hostName

/** Dev servers for `chosen`, the last build of the other packages, and the product's server in this process. */
async function developSite(development: Development, server: DevelopmentServer) {
  const { project, addresses, chosen } = development
  await buildMissing(
    project,
    project.packages().filter((name) => isRemote(name) && !chosen.includes(name)),
  )
  process.env['NODE_ENV'] = 'development'
  // A development host that is compiled in this process takes its keys from the environment, as every build.
  process.env['ATRIUM_REGISTRY_KEYS'] = trustedKeys().join(',')
  const hostFolder = hostFolderOf(project)
  mkdirSync(hostFolder, { recursive: true })
  await publish(
    storeOf(project),
    lastBuilds().filter(({ name, folder }) => isRemote(name) && existsSync(path.join(folder, 'record.json'))),
  )
  const host = chosen.includes(hostName) ? Promise.resolve() : buildDevelopmentHost()
  const site = await server.startDevelopmentServer({
    environment: { DATA_DIR: project.at('data'), ...withoutKeys(process.env), ATRIUM_STORE: storeOf(project) },
    overrides: new Map(chosen.filter(isRemote).map((name) => [name, addresses.baseOf(name)])),
    hostFolder,
  })
  const devServers = await Promise.all(chosen.map((name) => startDevServer(development, name, () => site.origin)))
  await Promise.all([host, ...devServers.map(({ compiled }) => compiled)])
  return {
    site,
    stop: async () => void (await Promise.all([...devServers.map((each) => each.stop()), site.close()])),
  }
}

/** Dev servers alone: the pages come from a site that runs elsewhere and allows overrides. */
async function developRemotes(development: Development) {
  const { project, chosen } = development
  process.env['NODE_ENV'] = 'development'
  const devServers = await Promise.all(chosen.map((name) => startDevServer(development, name, () => project.site)))
  await Promise.all(devServers.map(({ compiled }) => compiled))
  return async () => void (await Promise.all(devServers.map((each) => each.stop())))
}

const elapsed = (): string => `${(performance.now() / 1000).toFixed(1)} s`

function announce({ project, addresses, chosen }: Development, { url, notes = [] }: RunningSite): void {
  const remotes = chosen.filter(isRemote)
  const width = Math.max(0, ...remotes.map((name) => name.length))
  process.stdout.write(`\n${project.name} is at ${url} after ${elapsed()}, with hot reload of ${chosen.join(', ')}\n`)
  for (const name of remotes) process.stdout.write(`  ${name.padEnd(width)}  ${addresses.originOf(name)}/\n`)
  if (remotes[0]) process.stdout.write(`  in a production host on this machine: <its address>?override=${remotes[0]}\n`)
  for (const note of notes) process.stdout.write(`  ${note}\n`)
}

/** Where remotes of this repository are seen while they are developed. */
function announceRemotes({ project: { site }, addresses, chosen }: Development): void {
  process.stdout.write(`\nServed after ${elapsed()}, with hot reload. Open in the host at ${site}:\n`)
  for (const name of chosen) {
    const base = addresses.baseOf(name)
    const override = base === devBase(name) ? name : `${name}=${base}`
    process.stdout.write(`  ${site.replace(/\/$/, '')}/${name}?override=${override}\n`)
  }
}

/** `atrium dev [name …]`: hot reload for the packages named, or for all; the last build of the rest. Ends with Ctrl+C. */
export async function runDev(args: readonly string[]): Promise<void> {
  const project = findProject()
  const addresses = readDevAddresses(args, project.packages())
  checkNames(addresses.names)
  const chosen = addresses.names.length > 0 ? addresses.names : project.packages()
  checkClashes(chosen)
  endWithSignal(await develop({ project, addresses, chosen }))
}

/** Starts what is developed here, says where it is, and returns what stops it. */
async function develop(development: Development): Promise<() => Promise<void>> {
  const { project, chosen } = development
  if (project.host === null) {
    await checkPorts(chosen)
    const stop = await developRemotes(development)
    announceRemotes(development)
    return stop
  }
  const server = await loadServer(project)
  await checkPorts(chosen, server.portOwner)
  const { site, stop } = await developSite(development, server)
  announce(development, site)
  return stop
}

function endWithSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = (): void => {
    // webpack and open event streams take a moment; a second Ctrl+C does not wait for them.
    if (stopping) process.exit(130)
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(String(error))
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}
