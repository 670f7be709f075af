import { paths } from '@atrium/protocol'
import { createRateLimiter } from '../accounts/rate-limiter.ts'

/** How often something was reported since the server started. */
export interface ReportCounts {
  /** Milliseconds since 1970. */
  readonly since: number
  readonly total: number
  /** Reports that were not counted because their client had sent too many. */
  readonly dropped: number
  /** `csp-violation:script-src`, or `mail:csp-violation:img-src` for the frame that mail is rendered in → times. */
  readonly kinds: Readonly<Record<string, number>>
}

export interface ReportCounter {
  /** Counts what one request of a client brought and returns a line about each violation. */
  readonly add: (body: unknown, client: string) => string[]
  readonly counts: () => ReportCounts
}

/** Reports of one request that are looked at. Default: 100. Further ones of the same request are ignored. A constant. */
const maxReports = 100

/**
 * Reports of one client that are counted in an hour. Default: 1,000. Further ones are counted as `dropped` and not
 * logged, so that one client neither fills the log nor outweighs all others. A constant.
 */
export const maxReportsPerClient = 1000

/**
 * Types of reports that are counted by name: those of the Reporting API and of our own telemetry. Any other is
 * counted as `other`, so that strangers cannot fill the table with names of their own.
 */
const types: ReadonlySet<string> = new Set([
  'coep',
  'coop',
  'crash',
  'csp-hash',
  'csp-violation',
  'deprecation',
  'document-policy-violation',
  'error',
  'integrity-violation',
  'intervention',
  'network-error',
  'permissions-policy-violation',
  'potential-permissions-policy-violation',
  'unknown',
  'use',
  'vital',
  'web-vital',
])

/** Directives of CSP Level 3 and of Trusted Types that a violation can name; any other is `other`. */
const directives: ReadonlySet<string> = new Set([
  'base-uri',
  'child-src',
  'connect-src',
  'default-src',
  'fenced-frame-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'manifest-src',
  'media-src',
  'navigate-to',
  'object-src',
  'prefetch-src',
  'report-to',
  'report-uri',
  'require-trusted-types-for',
  'sandbox',
  'script-src',
  'script-src-attr',
  'script-src-elem',
  'style-src',
  'style-src-attr',
  'style-src-elem',
  'trusted-types',
  'upgrade-insecure-requests',
  'webrtc',
  'worker-src',
])

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** Browsers of long ago send the whole directive (`img-src 'self'`): its name is the first word. */
const known = (list: ReadonlySet<string>, value: unknown): string => {
  const word = typeof value === 'string' ? (value.slice(0, 60).toLowerCase().split(' ', 1)[0] ?? '') : ''
  return list.has(word) ? word : 'other'
}

/** What a mail tried is told apart from what the page did. */
const placeOf = (document: unknown): string =>
  typeof document === 'string' && document.split(/[?#]/, 1)[0]?.endsWith(paths.mailFrame) ? 'mail:' : ''

function kindOf(report: unknown): string {
  const old = field(report, 'csp-report')
  if (old !== undefined) {
    const directive = known(directives, field(old, 'effective-directive') ?? field(old, 'violated-directive'))
    return `${placeOf(field(old, 'document-uri'))}csp-violation:${directive}`
  }
  const type = known(types, field(report, 'type') ?? field(report, 'kind') ?? 'unknown')
  const body = field(report, 'body')
  const directive = field(body, 'effectiveDirective')
  if (type !== 'csp-violation' || directive === undefined) return type
  return `${placeOf(field(body, 'documentURL'))}${type}:${known(directives, directive)}`
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
  const share = createRateLimiter({ uses: maxReportsPerClient, window: 3_600_000 })
  const since = now()
  let total = 0
  let dropped = 0
  return {
    add(body, client) {
      const reports: unknown[] = Array.isArray(body) ? body.slice(0, maxReports) : body === undefined ? [] : [body]
      return reports.flatMap((report) => {
        if (share.take(client) > 0) {
          dropped++
          return []
        }
        const kind = kindOf(report)
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
        total++
        return kind.includes('violation') ? [describe(kind, report)] : []
      })
    },
    counts: () => ({ since, total, dropped, kinds: Object.fromEntries(kinds) }),
  }
}
