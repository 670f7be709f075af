import { AtriumError } from '@atrium/protocol'

const levels = ['silent', 'error', 'warn', 'info'] as const

export type LogLevel = (typeof levels)[number]

/** What a line is about, for programs that read it: ids, numbers and codes, never content or addresses. */
export type LogFields = Readonly<Record<string, string | number | boolean>>

export interface LogOptions {
  /** Takes a line. Default: standard error. */
  readonly write?: ((line: string) => void) | undefined
  /** `json`: each line is an object with `time`, `level`, `message` and the fields. Default: `text`, the message alone. */
  readonly format?: 'text' | 'json'
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number
}

export function createLog(
  level: LogLevel,
  { write = (line) => void process.stderr.write(`${line}\n`), format = 'text', now = Date.now }: LogOptions = {},
) {
  const at =
    (needed: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (levels.indexOf(level) < levels.indexOf(needed)) return
      const time = new Date(now()).toISOString()
      write(format === 'json' ? JSON.stringify({ time, level: needed, message, ...fields }) : message)
    }
  return {
    /** Something failed that should not: a fault of the server. */
    error: at('error'),
    /** Something went wrong and was survived, or will go wrong soon. */
    warn: at('warn'),
    /** What happens: one line for each request, without its query. */
    info: at('info'),
  }
}

/** Where lines about the server go. Each method does nothing below the configured level. */
export type Log = ReturnType<typeof createLog>

/** Lines that `warnOnce` remembers. Beyond it: no new line is logged by it, so that clients cannot fill the log. */
const maxLines = 1000

/** Logs each line once. */
export function warnOnce(warn: (line: string) => void): (line: string) => void {
  const logged = new Set<string>()
  return (line) => {
    if (logged.has(line) || logged.size >= maxLines) return
    logged.add(line)
    warn(line)
  }
}

/**
 * Different lines about one kind of refusal that are logged until the next restart. Default: 20. Beyond it: further ones
 * are not logged, so that clients neither fill the log nor hide refusals of another kind.
 */
const maxLinesOfAKind = 20

/**
 * Logs why requests are refused that the configuration would let through, each reason once.
 *
 * @returns Takes the code of the refusal, and a line that names the setting and what to give it.
 */
export function createExplanations(warn: Log['warn']): (code: string, line: string) => void {
  const logged = new Map<string, Set<string>>()
  return (code, line) => {
    const lines = logged.get(code) ?? new Set()
    logged.set(code, lines)
    if (lines.has(line) || lines.size >= maxLinesOfAKind) return
    lines.add(line)
    warn(`${code}: ${line}`, { code })
  }
}

/** A value that a client sent, in the log: short, and without a line break. */
export const quoted = (value: unknown): string => JSON.stringify(String(value).slice(0, 200))

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined

/** `code` of a system error (`EADDRINUSE`) or of an `AtriumError`. By shape, not by class: an error may come from another realm. */
export const errorCode = (error: unknown): unknown => field(error, 'code')

/** HTTP status that an error of Fastify carries. */
export const errorStatus = (error: unknown): unknown => field(error, 'statusCode')

export const errorMessage = (error: unknown): string => String(field(error, 'message') ?? error)

/** For a line of the log: with its code, where it has one of ours. */
export const errorLine = (error: unknown): string =>
  error instanceof AtriumError ? `${error.code} ${error.message}` : errorMessage(error)

/** With its stack, for the log. */
export const errorReport = (error: unknown): string => String(field(error, 'stack') ?? errorMessage(error))
