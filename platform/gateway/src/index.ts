export { gateway } from './gateway.ts'
export type { Check, GatewayOptions, Product, SiteOptions } from './options.ts'
export {
  memorySessionStore,
  postgresSessionStore,
  type Queryable,
  type SessionStore,
  type StoredSession,
} from './session-store.ts'
export { openSessions, personId, type Sessions, type Visitor } from './sessions.ts'
export { acceptedEncoding, compressor, worthCompressing } from './compression.ts'
export { exportSite, type Exported, type ExportedDocument, type ExportOptions } from './export-site.ts'
export {
  createExplanations,
  createLog,
  quoted,
  type Log,
  type LogFields,
  type LogLevel,
  type LogOptions,
} from './log.ts'
export {
  causedBy,
  explanationOf,
  nothingHere,
  rateLimited,
  RetryLaterError,
  sendError,
  sendProblem,
  signedOut,
} from './problems.ts'
export { clientKey, createRateLimiter, monotonicTime } from './rate-limits.ts'
export { pathBelow, type SettingName, readBody, siteOf } from './requests.ts'
