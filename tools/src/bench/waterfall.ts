/** One answer from the network, as the browser saw it. Times are milliseconds from the first request. */
export interface Exchange {
  /** Path below the origin. */
  readonly path: string
  readonly begun: number
  readonly ended: number
  /** Octets on the wire, headers included. */
  readonly bytes: number
  /** Paths of the scripts on whose behalf it was asked for. None: the parser found it in the page. */
  readonly askedBy: readonly string[]
}

/** Mail travels apart from the code that shows it. */
export const isMail = ({ path }: Pick<Exchange, 'path'>): boolean => path.startsWith('/jmap/')

/** The page and what was released: all but mail and what the page says of itself. */
export const isCode = ({ path }: Pick<Exchange, 'path'>): boolean =>
  path.startsWith('/releases/') || !/^\/(jmap|api|registry|mail-frame)\b/.test(path)

/**
 * How many rounds an exchange comes after the page: 1 for what the parser finds, 1 more than the
 * script that asks, and for mail also 1 more than the mail that had to come before.
 */
export function depthOf(exchange: Exchange, all: readonly Exchange[]): number {
  const before = all.filter(
    (other) =>
      other.ended <= exchange.begun &&
      (exchange.askedBy.includes(other.path) || (isMail(exchange) && isMail(other))),
  )
  return 1 + Math.max(0, ...before.map((other) => depthOf(other, all)))
}

/** Rounds from the page to its first row: those of the mail that the row was drawn from. */
export function depthToRow(all: readonly Exchange[], row: number): number {
  const mail = all.filter((exchange) => isMail(exchange) && exchange.ended <= row)
  const last = mail.toSorted((a, b) => b.ended - a.ended)[0]
  if (!last) throw new Error('A row was drawn from no mail: the bench looks at the wrong requests')
  return depthOf(last, all)
}
