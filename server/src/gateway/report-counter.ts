import { paths } from '@atrium/protocol'

/** How often something was reported since the server started. */
export interface ReportCounts {
  /** Milliseconds since 1970. */
  readonly since: number
  readonly total: number
  /** `csp-violation:script-src`, or `mail:csp-violation:img-src` for the frame that mail is drawn in → times. */
  readonly kinds: Readonly<Record<string, number>>
}

export interface ReportCounter {
  /** Counts what one request brought and returns a line about each violation. */
  readonly add: (body: unknown) => string[]
  readonly counts: () => ReportCounts
}

/** A stranger chooses the names: so many are kept, the others count as `other`. */
const maxKinds = 200
const maxReports = 100

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

const word = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .toLowerCase()
        .replace(/[^a-z0-9_.-]+/g, '-')
        .slice(0, 40)
    : ''

/** What a mail tried is told apart from what the page did. */
const placeOf = (document: unknown): string =>
  typeof document === 'string' && document.split(/[?#]/, 1)[0]?.endsWith(paths.mailFrame) ? 'mail:' : ''

function kindOf(report: unknown): string {
  const old = field(report, 'csp-report')
  if (old !== undefined) {
    const directive = word(field(old, 'effective-directive') ?? field(old, 'violated-directive'))
    return `${placeOf(field(old, 'document-uri'))}csp-violation:${directive}`
  }
  const type = word(field(report, 'type') ?? field(report, 'kind')) || 'unknown'
  const body = field(report, 'body')
  const directive = word(field(body, 'effectiveDirective'))
  return directive ? `${placeOf(field(body, 'documentURL'))}${type}:${directive}` : type
}

const withoutQuery = (url: string): string => url.split('?', 1)[0] ?? ''
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : withoutQuery(url))

/**
 * Where it was, without a query and without a line break that could fake a line of the log. Of what a mail wanted
 * to load the origin alone: the rest of the address often says whose mail it is.
 */
function describe(kind: string, report: unknown): string {
  const body = field(report, 'csp-report') ?? field(report, 'body')
  const blocked = field(body, 'blockedURL') ?? field(body, 'blocked-uri')
  if (typeof blocked !== 'string') return kind
  const shown = kind.startsWith('mail:') ? originOf(blocked) : withoutQuery(blocked)
  return `${kind} ${JSON.stringify(shown.slice(0, 200))}`
}

export function createReportCounter(now: () => number = Date.now): ReportCounter {
  const kinds = new Map<string, number>()
  const since = now()
  let total = 0
  return {
    add(body) {
      const reports: unknown[] = Array.isArray(body) ? body.slice(0, maxReports) : body === undefined ? [] : [body]
      return reports.flatMap((report) => {
        const wanted = kindOf(report)
        const kind = kinds.has(wanted) || kinds.size < maxKinds ? wanted : 'other'
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
        total++
        return kind.includes('violation') ? [describe(kind, report)] : []
      })
    },
    counts: () => ({ since, total, kinds: Object.fromEntries(kinds) }),
  }
}
