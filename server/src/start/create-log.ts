import type { Config } from '../config/config.ts'

/** Where lines about the server go. Each method does nothing below the level that was configured. */
export interface Log {
  /** Something failed that should not: a fault of the server. */
  readonly error: (line: string) => void
  /** Something went wrong and was survived, or will go wrong soon. */
  readonly warn: (line: string) => void
  /** What happens: one line for each request, without its query. */
  readonly info: (line: string) => void
}

const levels = ['silent', 'error', 'warn', 'info'] as const

/** @param write - Takes a line. Default: standard error. */
export function createLog(level: Config['log'], write: (line: string) => void = (line) => void process.stderr.write(`${line}\n`)): Log {
  const at = (needed: Config['log']) => (line: string) => {
    if (levels.indexOf(level) >= levels.indexOf(needed)) write(line)
  }
  return { error: at('error'), warn: at('warn'), info: at('info') }
}
