import { paths } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import type { CanaryAnalysis } from './canary.ts'
import { userOf } from './channels.ts'
import type { Settings } from './options.ts'
import { rateLimited, signedOut } from './problems.ts'
import { clientKey, createRateLimiter } from './rate-limits.ts'
import { siteOf } from './requests.ts'

/** How often something was reported since the server started. */
interface ReportCounts {
  /** Milliseconds since 1970. */
  readonly since: number
  readonly total: number
  /** Reports that were not counted because their client had sent too many. */
  readonly dropped: number
  /** `csp-violation:script-src`, or `mail:csp-violation:img-src` for a document of the group `mail` → times. */
  readonly kinds: Readonly<Record<string, number>>
}

/** Reports of one request that are looked at. Default: 100. Beyond it: further ones of the same request are ignored. */
const maxReports = 100

/**
 * Reports of one client that are counted in an hour. Default: 1,000. Beyond it: further ones are counted as
 * `dropped` and not logged, so that one client neither fills the log nor outweighs all others.
 */
const maxReportsPerClient = 1000

/**
 * Types of reports that are counted by name: those of the Reporting API and of our own telemetry. Any other is
 * counted as `other`, so that clients cannot fill the table with made-up names.
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

/** Path of a document → the word before the kind of its reports. */
type ReportGroups = Readonly<Record<string, string>>

const groupOf = (document: unknown, groups: ReportGroups): string => {
  const address = typeof document === 'string' ? (document.split(/[?#]/, 1)[0] ?? '') : ''
  const group = Object.entries(groups).find(([path]) => address.endsWith(path))?.[1]
  return group === undefined ? '' : `${group}:`
}

function kindOf(report: unknown, groups: ReportGroups): string {
  const old = field(report, 'csp-report')
  if (old !== undefined) {
    const directive = known(directives, field(old, 'effective-directive') ?? field(old, 'violated-directive'))
    return `${groupOf(field(old, 'document-uri'), groups)}csp-violation:${directive}`
  }
  const type = known(types, field(report, 'type') ?? field(report, 'kind') ?? 'unknown')
  const body = field(report, 'body')
  const directive = field(body, 'effectiveDirective')
  if (type !== 'csp-violation' || directive === undefined) return type
  return `${groupOf(field(body, 'documentURL'), groups)}${type}:${known(directives, directive)}`
}

const withoutQuery = (url: string): string => url.split('?', 1)[0] ?? ''
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : withoutQuery(url))

/**
 * Where it was, without a query and without a line break that could fake a line of the log. Of a document that is
 * counted apart the origin alone: what it shows is a stranger's, and the rest of the address often says whose it is.
 */
function describe(kind: string, report: unknown): string {
  const body = field(report, 'csp-report') ?? field(report, 'body')
  const blocked = field(body, 'blockedURL') ?? field(body, 'blocked-uri')
  if (typeof blocked !== 'string') return kind
  const shown = kind.includes(':csp-violation') ? originOf(blocked) : withoutQuery(blocked)
  return `${kind} ${JSON.stringify(shown.slice(0, 200))}`
}

function createReportCounter(groups: ReportGroups, now: () => number) {
  const kinds = new Map<string, number>()
  const share = createRateLimiter({ uses: maxReportsPerClient, window: 3_600_000 })
  const since = now()
  let total = 0
  let dropped = 0
  return {
    /** Counts what one request of a client brought and returns a line about each violation. */
    add(body: unknown, client: string): string[] {
      const reports: unknown[] = Array.isArray(body) ? body.slice(0, maxReports) : body === undefined ? [] : [body]
      return reports.flatMap((report) => {
        if (share.take(client) > 0) {
          dropped++
          return []
        }
        const kind = kindOf(report, groups)
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
        total++
        return kind.includes('violation') ? [describe(kind, report)] : []
      })
    },
    counts: (): ReportCounts => ({ since, total, dropped, kinds: Object.fromEntries(kinds) }),
  }
}

/** A violation by a page, of a directive that grants extend. */
const grantable =
  /^csp-violation:((?:connect|img|frame|media|font|worker)-src(?= "(?:https?|wss?):)|trusted-types(?= "))/

/** What browsers and the host's telemetry send; both forms of CSP reports, the Reporting API's and the old one. */
const contentTypes = ['application/reports+json', 'application/csp-report', 'application/json', 'text/plain']

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Violations and telemetry: counted by kind, never stored, shown to who is signed in; canaries are decided by them. */
export function reportRoutes(
  app: FastifyInstance,
  { sessions, log, reportGroups, now }: Settings,
  canaries: CanaryAnalysis,
): void {
  const counter = createReportCounter(reportGroups, now)
  const sent = createRateLimiter({ uses: 120, window: 60_000 })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(contentTypes, { parseAs: 'string' }, (_request, body, done) =>
    done(null, parse(String(body))),
  )

  app.post(paths.reports, { bodyLimit: 64 * 1024 }, async (request, reply) => {
    const client = clientKey(request)
    const wait = sent.take(client)
    if (wait > 0) throw rateLimited(wait)
    for (const line of counter.add(request.body, client)) {
      log.warn(`report: ${line}`)
      const [, directive] = grantable.exec(line) ?? []
      if (directive !== undefined)
        siteOf(request).explain(
          'CSP',
          `pages are kept from sources by ${directive}. When a remote needs them, let its package.json request them and grant them: \`atrium grant NAME --list\` shows what is requested.`,
        )
    }
    const visitor = await sessions.find(request, reply)
    // A browser without an account can have as many ids as it likes: there a client is a person.
    const person = visitor?.anonymous ? client : visitor?.id
    if (person !== undefined) await canaries.record({ user: userOf(request, visitor), person }, request.body)
    return reply.code(204).send()
  })
  app.get(paths.reports, async (request, reply) => {
    if (!(await sessions.find(request, reply))) throw signedOut()
    return reply.send(counter.counts())
  })
}
