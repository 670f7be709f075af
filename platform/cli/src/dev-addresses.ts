import { developmentVersion, devBase, devPort } from '@atrium/protocol'
import net from 'node:net'
import { parseArgs } from 'node:util'
import { UsageError } from './terminal.ts'

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
