import { paths } from '@atrium/protocol'
import { commonHeaders, type Headers } from './common-headers.ts'
import { permissionsPolicy } from './permissions-policy.ts'
import { policyText, type Policy } from './policy-text.ts'

export interface PageOptions {
  /** Fresh for every answer, from `freshNonce`. */
  readonly nonce: string
  readonly https: boolean
  /** Path prefix of the site, with a slash at its end. Default: `/`. */
  readonly basePath?: string
  /** Origins other than the page's own that releases are served from. Default: none. */
  readonly releaseOrigins?: readonly string[]
  /**
   * Origins of dev servers: styles are injected, files change under their URL and updates come by WebSocket.
   * Any one gives up Integrity-Policy and inline styles, for this page. Default: none.
   */
  readonly devOrigins?: readonly string[]
}

function pagePolicy({ nonce, https, basePath = '/', releaseOrigins = [], devOrigins = [] }: PageOptions): Policy {
  const updates = devOrigins.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')])
  const reports = `${basePath.slice(0, -1)}${paths.reports}`
  return {
    'default-src': ["'none'"],
    // 'strict-dynamic': what a script with the nonce inserts may run; the browser and the boot script check its hash.
    'script-src': [`'nonce-${nonce}'`, "'strict-dynamic'"],
    'style-src': ["'self'", ...releaseOrigins, ...(devOrigins.length > 0 ? ["'unsafe-inline'"] : [])],
    'img-src': ["'self'", 'blob:', 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...releaseOrigins, ...updates],
    'frame-src': ["'self'"],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'object-src': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['default'],
    'report-uri': [reports],
    // Chromium delivers `report-to` behind TLS only, and where it is named never uses `report-uri`.
    ...(https ? { 'report-to': ['reports'] } : {}),
  }
}

/** Headers of every HTML page, except of the frame that mail is drawn in. */
export function pageHeaders(options: PageOptions): Headers {
  const { basePath = '/', https, devOrigins = [] } = options
  return {
    ...commonHeaders(https),
    'content-security-policy': policyText(pagePolicy(options)),
    // The browser itself refuses a script without `integrity`. Styles and other browsers are left to the boot script.
    ...(devOrigins.length > 0 ? {} : { 'integrity-policy': 'blocked-destinations=(script), endpoints=(reports)' }),
    'reporting-endpoints': `reports="${basePath.slice(0, -1)}${paths.reports}"`,
    'permissions-policy': permissionsPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-frame-options': 'DENY',
    'x-dns-prefetch-control': 'off',
    // The page holds a nonce and a person's session: the back button after signing out must not bring it back.
    'cache-control': 'no-store',
    vary: 'Cookie, Accept-Encoding',
  }
}
