/** One answer of the site, as the MDN HTTP Observatory reads it. */
export interface Answer {
  readonly headers: Headers
  /** HTML, or empty. */
  readonly body: string
}

export interface Score {
  readonly score: number
  readonly parts: Readonly<Record<string, number>>
}

type Sources = ReadonlyMap<string, ReadonlySet<string>>

const broad = ['ftp:', 'http:', 'https:', '*', 'http://*', 'https://*', 'data:', 'blob:']

const policyOf = (headers: Headers): Sources =>
  new Map(
    (headers.get('content-security-policy') ?? '')
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .filter(([name]) => name)
      .map(([name = '', ...sources]) => [name, new Set(sources)]),
  )

function policyScore(policy: Sources): number {
  if (policy.size === 0) return -25
  const of = (name: string): readonly string[] => [...(policy.get(name) ?? policy.get('default-src') ?? ['*'])]
  const scripts = of('script-src')
  const strict = scripts.some((source) => /^'(?:nonce|sha)/.test(source)) && scripts.includes("'strict-dynamic'")
  const judged = strict ? scripts.filter((source) => source.startsWith("'") && source !== "'unsafe-inline'") : scripts
  const loose = (sources: readonly string[]): boolean =>
    sources.some((source) => broad.includes(source) || source === "'unsafe-inline'")
  if (loose(judged) || of('object-src').some((source) => broad.includes(source))) return -20
  if ([...policy.values()].some((sources) => [...sources].some((source) => /^(?:http|ftp):/.test(source)))) return -20
  if ([...scripts, ...of('style-src')].includes("'unsafe-eval'")) return -10
  if (loose(of('style-src'))) return 0
  const fallback = policy.get('default-src')
  return fallback?.size === 1 && fallback.has("'none'") ? 10 : 5
}

function cookieScore(headers: Headers): number {
  const cookies = headers.getSetCookie()
  if (cookies.length === 0) return 0
  if (!cookies.every((cookie) => /;\s*secure/i.test(cookie))) return -40
  if (!cookies.every((cookie) => /;\s*httponly/i.test(cookie))) return -30
  return cookies.every((cookie) => /;\s*samesite=(?:strict|lax)/i.test(cookie)) ? 5 : 0
}

function transportScore(headers: Headers): number {
  const age = /max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1]
  if (age === undefined) return -20
  return Number(age) >= 15_552_000 ? 0 : -10
}

function frameScore(headers: Headers, policy: Sources): number {
  if (policy.has('frame-ancestors')) return 5
  return /^(?:deny|sameorigin)$/i.test(headers.get('x-frame-options') ?? '') ? 0 : -20
}

/** Scripts without integrity are as bad from elsewhere as they are good with it. */
function integrityScore(body: string): number {
  const scripts = [...body.matchAll(/<script\b[^>]*\ssrc="([^"]*)"[^>]*>/g)]
  if (scripts.length === 0) return 0
  const bare = scripts.filter(([tag]) => !/\sintegrity="sha/.test(tag))
  if (bare.some(([, source = '']) => /^(?:https?:)?\/\//.test(source))) return -50
  return bare.length === 0 ? 5 : 0
}

const referrerScore = (value: string | null): number =>
  value === null
    ? 0
    : /^(?:no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/.test(value)
      ? 5
      : -5

const resourceScore = (value: string | null): number =>
  value === null || value === 'cross-origin' ? 0 : /^same-(?:origin|site)$/.test(value) ? 10 : -5

/** Only credentials for every origin cost points. */
const sharingScore = (headers: Headers): number =>
  headers.get('access-control-allow-credentials') === 'true' ? -50 : 0

/**
 * The Observatory's score of an answer that came through TLS: 100, changed by each of its tests.
 * What is above 100 counts only from 90 on. Source: MDN HTTP Observatory 1.4, `grader/charts.js`.
 */
export function observatoryScore({ headers, body }: Answer): Score {
  const policy = policyOf(headers)
  const parts = {
    policy: policyScore(policy),
    cookies: cookieScore(headers),
    sharing: sharingScore(headers),
    transport: transportScore(headers),
    referrer: referrerScore(headers.get('referrer-policy')),
    integrity: integrityScore(body),
    sniffing: headers.get('x-content-type-options') === 'nosniff' ? 0 : -5,
    framing: frameScore(headers, policy),
    resource: resourceScore(headers.get('cross-origin-resource-policy')),
  }
  const losses = Object.values(parts).filter((part) => part < 0)
  const gains = Object.values(parts).filter((part) => part > 0)
  const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0)
  const base = 100 + sum(losses)
  return { score: Math.max(0, base >= 90 ? base + sum(gains) : base), parts }
}
