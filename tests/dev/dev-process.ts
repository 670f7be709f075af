import { spawn } from 'node:child_process'
import path from 'node:path'
import { devPort } from '@atrium/protocol'

export interface DevProcess {
  /** The workspace, with hot reload. */
  readonly origin: string
  /** A remote's own page. */
  readonly ownOrigin: (name: string) => string
  /** As Ctrl+C does; answers the exit code. */
  readonly stop: () => Promise<number | null>
}

/** `pnpm dev [name …]` in a checkout, on a free port and with mail of its own. */
export async function startDevProcess(root: string, ...names: readonly string[]): Promise<DevProcess> {
  const child = spawn(process.execPath, ['platform/cli/src/main.ts', 'dev', ...names], {
    cwd: root,
    env: { ...process.env, PORT: '0', DATA_DIR: path.join(root, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let printed = ''
  const origin = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      const ready = /Atrium is at (https?:\/\/[^/\s]+)[\s\S]*demo: /.exec(printed)?.[1]
      if (ready) resolve(ready)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then((code) => reject(new Error(`pnpm dev ended with ${code}:\n${printed}`)))
  })
  return {
    origin,
    ownOrigin: (name) => `http://localhost:${devPort(name)}`,
    stop: () => {
      child.kill('SIGINT')
      return ended
    },
  }
}
