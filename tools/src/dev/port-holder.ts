import { execFileSync } from 'node:child_process'
import net from 'node:net'

/** Who listens on a port, as far as the system tells; an empty text when it does not. */
function describe(port: number): string {
  try {
    const line = execFileSync('ss', ['-ltnpH', `sport = :${port}`], { encoding: 'utf8' })
    const [, program, id] = /users:\(\("([^"]+)",pid=(\d+)/.exec(line) ?? []
    return program ? ` by ${program} (process ${id})` : ''
  } catch {
    return ''
  }
}

/** Undefined when the port is free, else a few words about who has it. */
export function portHolder(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(describe(port)))
    probe.once('listening', () => probe.close(() => resolve(undefined)))
    probe.listen(port, '127.0.0.1')
  })
}
