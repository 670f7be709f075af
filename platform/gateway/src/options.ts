import { createHash } from 'node:crypto'
import path from 'node:path'
import type { FastifyRequest } from 'fastify'
import { createLog, type Log } from './log.ts'
import type { ExtraSources } from './policies.ts'
import type { ProblemOptions } from './problems.ts'
import type { SettingName } from './requests.ts'
import { openSessions, type Sessions } from './sessions.ts'

/** What one part of a server can do. `reason` says why not, or what will end it soon. */
export interface Check {
  readonly ok: boolean
  readonly reason?: string
}

/** What the gateway serves the pages of. */
export interface Product {
  /** Shown where a page cannot be served. Default: `Atrium`. */
  readonly name?: string
  /** The remote that the start page opens, preloaded there and listed in every page. Default: none is preloaded. */
  readonly landing?: string
  /** What the host of this product reads as `boot.product`. JSON. Default: null. */
  readonly boot?: (request: FastifyRequest) => unknown
  /** As `boot`, for the pages of an exported site, which are the same for all users. Default: null. */
  readonly exportedBoot?: unknown
}

/** Settings that a site has whether it is served by the gateway or exported. */
export interface SiteOptions {
  /** Where releases are: path of a folder, or `s3://bucket/prefix`. */
  readonly store: string
  /** For a bucket, the variables that say where it is and who reads it; see `@atrium/store`. Default: `process.env`. */
  readonly storeAccess?: Readonly<Record<string, string | undefined>>
  /** Folder for copies of released files and for the highest serial; must outlive a restart. */
  readonly dataDir: string
  /** Public keys (Ed25519, base64url), one of which must have signed the registry. */
  readonly trustedKeys: readonly string[]
  /** Path prefix of the site, with a slash at both ends. Default: `/`. */
  readonly basePath?: string
  readonly product?: Product
  /** Remote → why it is switched off. Default: none is. */
  readonly disabled?: ReadonlyMap<string, string>
  /** Sources that pages allow beyond their own: `{ 'frame-src': ['https://pay.example'] }`. Default: none. */
  readonly sources?: ExtraSources
  /** How lines of the log name a setting, for an application that reads its settings from the environment. Default: the option's own name. */
  readonly settingNames?: Partial<Record<SettingName, string>>
}

/** Options of the plugin; see the table in the README. */
export interface GatewayOptions extends SiteOptions, ProblemOptions {
  /** Origin that browsers show, where it cannot be read from the request. Default: from `Host` and the connection, or from `X-Forwarded-*` of a trusted proxy. */
  readonly publicOrigin?: string | null
  /** Distinguishes this installation's cookies from those of another one on the same host. Default: derived from `dataDir`. */
  readonly installation?: string
  /** Who a request comes from. Default: `openSessions()`, a product without sign-in. */
  readonly sessions?: Sessions
  /**
   * The product's own APIs: path below `/api/` → address of the service that has it, such as
   * `{ '/api/orders': 'http://orders:8080' }`. Only who is signed in gets there; the service gets the headers
   * `x-atrium-person`, `x-atrium-address` and `x-atrium-groups`. Default: none.
   */
  readonly apis?: Readonly<Record<string, string>>
  /** Milliseconds without a byte in either direction before a service has failed; an event stream may be silent longer. Default: 30 s. */
  readonly apiIdleTimeout?: number
  /** Who may take a remote from a dev server in their own page: no one, a page served on this machine, all users. Default: `off`. */
  readonly overridePolicy?: 'off' | 'local' | 'any'
  /** Remote → where a dev server has it, for every page (a development tool). Default: none. */
  readonly overrides?: ReadonlyMap<string, string>
  /** Folder of a host under development, which is not signed. Default: the released host. */
  readonly devShell?: string
  /** Path of a document whose reports are counted apart → the word before their kind. Default: none. */
  readonly reportGroups?: Readonly<Record<string, string>>
  /** Further checks of `/readyz`. Default: none beyond the store and the registry. */
  readonly checks?: Readonly<Record<string, () => Check | Promise<Check>>>
  /** Default: errors and warnings go to standard error. */
  readonly log?: Log
  /** Default: `Date.now`. */
  readonly now?: () => number
}

const requireBasePath = (basePath: string): string => {
  if (/^\/([\w~-][\w.~-]*\/)*$/.test(basePath)) return basePath
  throw new Error(`basePath is ${JSON.stringify(basePath)}; it takes a path with a slash at both ends, such as /mail/`)
}

const settingNames = {
  trustProxy: 'trustProxy',
  publicOrigin: 'publicOrigin',
  basePath: 'basePath',
  store: 'store',
  apis: 'apis',
  openId: 'openIdSessions',
  overridePolicy: 'overridePolicy',
  trustedKeys: 'trustedKeys',
}

/** The options of a site with their defaults. */
export const resolveSite = (options: SiteOptions) => ({
  storeAccess: process.env,
  disabled: new Map<string, string>(),
  sources: {},
  ...options,
  product: { name: 'Atrium', ...options.product },
  basePath: requireBasePath(options.basePath ?? '/'),
  settingNames: { ...settingNames, ...options.settingNames },
})

export type Site = ReturnType<typeof resolveSite>

/** The options of the plugin with their defaults. */
export const resolveGateway = (options: GatewayOptions) => ({
  ...options,
  ...resolveSite(options),
  publicOrigin: options.publicOrigin ?? null,
  installation:
    options.installation ?? createHash('sha256').update(path.resolve(options.dataDir)).digest('hex').slice(0, 8),
  sessions: options.sessions ?? openSessions(),
  apis: options.apis ?? {},
  apiIdleTimeout: options.apiIdleTimeout ?? 30_000,
  overridePolicy: options.overridePolicy ?? 'off',
  overrides: options.overrides ?? new Map<string, string>(),
  reportGroups: options.reportGroups ?? {},
  checks: options.checks ?? {},
  log: options.log ?? createLog('warn'),
  now: options.now ?? Date.now,
})

export type Settings = ReturnType<typeof resolveGateway>
