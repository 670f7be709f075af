import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const program = path.resolve(import.meta.dirname, '../../server/src/main.ts')

export interface ServerProcess {
  readonly origin: string
  readonly dataFolder: string
  /** Violations of a policy that browsers have reported since the last call. */
  readonly takeViolations: () => string[]
  /** Ends it as a user would (SIGTERM) or as a crash does (SIGKILL). */
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>
}

/** The first printed address says that the server is ready. */
function ready(child: ChildProcess): Promise<string> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      const origin = /https?:\/\/[^\s/]+/.exec(printed)?.[0]
      if (origin) resolve(origin)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${printed}`)))
  })
}

/** What the server says of each report it gets; failures of remotes are reported too, and are no violation. */
function violationsOf(child: ChildProcess): string[] {
  const violations: string[] = []
  let rest = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString()}`.split('\n')
    rest = lines.pop() ?? ''
    violations.push(...lines.filter((line) => /^report: [a-z:-]*violation/.test(line)))
  })
  return violations
}

/** Starts the production server on a free port. */
export async function startServerProcess(
  environment: Readonly<Record<string, string>> = {},
  dataFolder = mkdtempSync(path.join(os.tmpdir(), 'atrium-')),
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataFolder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
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

export const removeData = (server: ServerProcess): void => rmSync(server.dataFolder, { recursive: true, force: true })
