import { paths } from '@atrium/protocol'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

export type Headers = Readonly<Record<string, string>>

/** On every response, whatever it is. `https`: whether the browser reached us through TLS. */
export const commonHeaders = (https: boolean): Headers => ({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
  // Two years. Over plain HTTP browsers ignore it (RFC 6797 §8.1).
  ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
})

/** Headers of JSON and everything else that is not meant to be shown: nothing in it can run or be framed. */
export const apiHeaders = (https: boolean): Headers => ({
  ...commonHeaders(https),
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
})

/**
 * Headers of a blob: bytes chosen by a third party, at our own origin. Even one that a browser shows
 * in a tab gets an opaque origin without scripts.
 */
export const blobHeaders = (https: boolean): Headers => ({
  ...commonHeaders(https),
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
  'x-frame-options': 'SAMEORIGIN',
})

/**
 * Headers of a released file. Any origin may use it: a release has no secrets, its hash is what is
 * trusted, and CORS is what `integrity` works with. The policy binds a file that is opened by itself;
 * scripts have none, because a worker would inherit it.
 */
export const releaseHeaders = (https: boolean, file: string): Headers => ({
  ...commonHeaders(https),
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
  'timing-allow-origin': '*',
  'cache-control': 'public, max-age=31536000, immutable',
  ...(/\.m?js$/.test(file)
    ? {}
    : { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" }),
})

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

/** JSON that can stand inside `<script>`: nothing in it ends the element, opens a comment or breaks a line. */
export const inlineJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? '')

/** Where the shell's own files lie and their hashes. */
export interface ShellFiles {
  /** URL with a slash at its end. */
  readonly base: string
  readonly files: Readonly<Record<string, string>>
}

const source = readFileSync(path.join(import.meta.dirname, 'trust-boot.js'), 'utf8')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('//'))
  .join('\n')
  .replace('export default ', '')

/**
 * Text of the inline script (it needs the nonce) that puts the page's trust into force. It gives the page
 * - `atriumIntegrity(url): string | undefined`, frozen: the hash listed for a URL, `?r=<n>` ignored; empty below `unsigned`;
 * - `__atriumTrust`: `{ integrity(url), trust(base, files) }`, which the shell takes and deletes at start
 *   and uses to admit releases it has verified;
 * - the Trusted Types policy `default`: listed URLs load, all others become `about:blank`, strings
 *   are neither markup nor code.
 *
 * @param shell - Null when a dev server provides the shell.
 * @param unsigned - URLs with a slash at their end; what is below may load without a hash. Default: none.
 */
export const bootScript = (shell: ShellFiles | null, unsigned: readonly string[] = []): string =>
  `(${source})(${inlineJson(shell)},${inlineJson(unsigned)})`

/** 128 random bits, the minimum of CSP3 §7.1. */
export const freshNonce = (): string => randomBytes(16).toString('base64')

/** Directive → sources; an empty list is a directive without a value. */
export type Policy = Readonly<Record<string, readonly string[]>>

/**
 * The value of a `Content-Security-Policy` header.
 *
 * @throws Error when a source could end its directive or begin another one.
 */
export function policyText(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => {
      const odd = sources.find((source) => /[\s;,]/.test(source) || source === '')
      if (odd !== undefined) throw new Error(`${JSON.stringify(odd)} cannot be a source of ${directive}`)
      return [directive, ...sources].join(' ')
    })
    .join('; ')
}

/**
 * Browser features that Atrium does not use: denied to the page and to its frames. Only names
 * that Chromium knows: it complains of others in every console.
 */
const denied = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'captured-surface-control',
  'compute-pressure',
  'cross-origin-isolated',
  'digital-credentials-create',
  'digital-credentials-get',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'interest-cohort',
  'keyboard-map',
  'language-detector',
  'language-model',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'on-device-speech-recognition',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'private-state-token-issuance',
  'private-state-token-redemption',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'speaker-selection',
  'storage-access',
  'summarizer',
  'sync-xhr',
  'translator',
  'unload',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]

/** Needed by the page itself, never by a frame in it: copy a message's text, show an attachment large. */
const own = ['clipboard-read', 'clipboard-write', 'fullscreen']

export const permissionsPolicy = [
  ...denied.map((feature) => `${feature}=()`),
  ...own.map((feature) => `${feature}=(self)`),
].join(', ')

/** Directive → sources that a product needs beyond the page's own: `{ 'frame-src': ['https://pay.example'] }`. */
export type ExtraSources = Partial<
  Readonly<
    Record<
      | 'connect-src'
      | 'font-src'
      | 'form-action'
      | 'frame-src'
      | 'img-src'
      | 'media-src'
      | 'style-src'
      | 'trusted-types'
      | 'worker-src',
      readonly string[]
    >
  >
>

export interface PageOptions {
  /** Fresh for every response, from `freshNonce`. */
  readonly nonce: string
  readonly https: boolean
  /** Path prefix of the site, with a slash at its end. Default: `/`. */
  readonly basePath?: string
  /** Origins other than the page's own that releases are served from. Default: none. */
  readonly releaseOrigins?: readonly string[]
  /** Default: none. */
  readonly sources?: ExtraSources
  /**
   * Origins of dev servers: styles are injected, files change under their URL and updates come by WebSocket.
   * Any one gives up Integrity-Policy and inline styles, for this page. Default: none.
   */
  readonly devOrigins?: readonly string[]
}

function pagePolicy({
  nonce,
  https,
  basePath = '/',
  releaseOrigins = [],
  sources = {},
  devOrigins = [],
}: PageOptions): Policy {
  const updates = devOrigins.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')])
  const reports = `${basePath.slice(0, -1)}${paths.reports}`
  const own: Policy = {
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
  const extended = Object.entries(sources).map(([directive, more]) => [directive, [...(own[directive] ?? []), ...more]])
  return { ...own, ...Object.fromEntries(extended) }
}

/** Headers of every HTML page. */
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
    // The page holds a nonce and a user's session: the back button after signing out must not bring it back.
    'cache-control': 'no-store',
    vary: 'Cookie, Accept-Encoding',
  }
}
