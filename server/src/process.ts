import { MailError } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Config } from './config.ts'
import { errorMessage, isDatabaseBusy, systemCode } from './errors/error-facts.ts'

/** Step by step: Node's own `recursive` never ends where a parent says it does not exist and is there (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(path.dirname(folder))
  // Only its owner may look into it.
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * Makes the data folder if it is missing.
 *
 * @throws AtriumError `DATA_DIR_UNWRITABLE`
 */
export function prepareDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new MailError('DATA_DIR_UNWRITABLE', {
      subject: `${dataDir} (${errorMessage(cause)})`,
      remedy: 'Grant this user write permission there, or set DATA_DIR to another folder.',
      cause,
    })
  }
}

/**
 * Makes a data folder this server's alone until it is closed. SQLite holds a lock of the operating system on
 * `server.lock`, so it ends with the process however that ends, and nothing is left behind that would have to be
 * removed. Commands (`account`, `import`) work beside a server and take no lock.
 *
 * @returns Gives the folder free.
 * @throws AtriumError `DATA_DIR_IN_USE`
 */
export function lockDataFolder(dataDir: string): () => void {
  const lock = new DatabaseSync(path.join(dataDir, 'server.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (!isDatabaseBusy(cause)) throw cause
    throw new MailError('DATA_DIR_IN_USE', {
      subject: dataDir,
      remedy: 'Stop the other server, or set DATA_DIR to another folder.',
      cause,
    })
  }
  return () => lock.close()
}

const read = <Result>(look: () => Result): Result | undefined => {
  try {
    return look()
  } catch {
    return undefined
  }
}

/** Inodes of the sockets that listen on a port, from the kernel's tables (state 0A is LISTEN). */
function listening(port: number): Set<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(
    (file) => read(() => readFileSync(file, 'utf8').split('\n')) ?? [],
  )
  const cells = rows.map((row) => row.trim().split(/\s+/))
  return new Set(
    cells.flatMap(([, local, , state, , , , , , inode]) =>
      local?.endsWith(suffix) && state === '0A' && inode ? [inode] : [],
    ),
  )
}

/** The command as it was typed, without its folders and without what may be secret in later arguments. */
const commandOf = (pid: string): string =>
  (read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '')
    .split('\0')
    .slice(0, 2)
    .map((part) => path.basename(part))
    .join(' ')
    .trim() || 'a program'

/** Which program has a port: `node main.ts (process 4711)`. Undefined where the system does not say. */
export function portOwner(port: number): string | undefined {
  const inodes = listening(port)
  if (inodes.size === 0) return undefined
  for (const pid of read(() => readdirSync('/proc')) ?? []) {
    if (!/^\d+$/.test(pid)) continue
    const has = (read(() => readdirSync(`/proc/${pid}/fd`)) ?? []).some((descriptor) => {
      const target = read(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? ''
      return inodes.has(target.slice('socket:['.length, -1))
    })
    if (has) return `${commandOf(pid)} (process ${pid})`
  }
  return undefined
}

interface Place {
  readonly port: number
  readonly host: string
  /** Names of the variables that set them. */
  readonly variables: { readonly port: string; readonly host: string }
}

/**
 * Why a port cannot be listened on: `PORT_IN_USE`, `CONFIG_INVALID` for a port or host that cannot be had; what is no
 * failure of the system is returned as it is.
 */
export function listeningError({ port, host, variables }: Place, cause: unknown): unknown {
  const code = systemCode(cause)
  if (code === 'EADDRINUSE') {
    const owner = portOwner(port)
    return new AtriumError('PORT_IN_USE', {
      subject: `${port} on ${host}${owner ? `, by ${owner}` : ''}`,
      remedy: `Stop that program, or set ${variables.port} to another number (0 takes any free one).`,
      cause,
    })
  }
  if (typeof code !== 'string' || cause instanceof AtriumError) return cause
  const variable = code === 'EACCES' ? `${variables.port} is ${port}` : `${variables.host} is ${JSON.stringify(host)}`
  return new AtriumError('CONFIG_INVALID', {
    subject: `${variable}: ${errorMessage(cause)}`,
    remedy: 'Use an address of this machine and a port this user may open (1024 and above).',
    cause,
  })
}

/**
 * Listens, and returns the address to open.
 *
 * @throws AtriumError `PORT_IN_USE`, or `CONFIG_INVALID` when the host or port cannot be had
 */
export async function listen(app: FastifyInstance, config: Config): Promise<string> {
  const { port, host } = config
  try {
    await app.listen({ port, host })
  } catch (cause) {
    throw listeningError({ port, host, variables: { port: 'PORT', host: 'HOST' } }, cause)
  }
  const address = app.server.address()
  const taken = typeof address === 'object' ? (address?.port ?? port) : port
  const everywhere = host === '0.0.0.0' || host === '::'
  return `http://${everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${taken}`
}
