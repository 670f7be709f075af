import * as v from 'valibot'
import { type Timing, withRetry } from './retry.ts'
import { fetchJson } from './transport.ts'
import { type CoreCapability, coreCapability } from './types.ts'

export type Limits = Pick<
  CoreCapability,
  | 'maxSizeUpload'
  | 'maxConcurrentUpload'
  | 'maxConcurrentRequests'
  | 'maxCallsInRequest'
  | 'maxObjectsInGet'
  | 'maxObjectsInSet'
>

/**
 * In effect until the Session resource is loaded, so that the first data waits for one request only. The least that
 * RFC 8620 §2 suggests a server to allow.
 */
export const defaultLimits: Limits = {
  /** Bytes of one upload, before the Session is known. Beyond it: the server refuses the upload. */
  maxSizeUpload: 50_000_000,
  /** Uploads at a time, before the Session is known. Beyond it: the server refuses further ones. */
  maxConcurrentUpload: 4,
  /** Requests at a time, before the Session is known. Beyond it: they wait. */
  maxConcurrentRequests: 4,
  /** Method calls in one request, before the Session is known. Beyond it: they go in another request. */
  maxCallsInRequest: 16,
  /** Objects in one `/get`, before the Session is known. Beyond it: they go in another call. */
  maxObjectsInGet: 500,
  /** Objects in one `/set`, before the Session is known. Beyond it: they go in another call. */
  maxObjectsInSet: 500,
}

const count = (standard: number) => v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1)), standard)

const coreSchema = v.fallback(
  v.object({
    maxSizeUpload: count(defaultLimits.maxSizeUpload),
    maxConcurrentUpload: count(defaultLimits.maxConcurrentUpload),
    maxConcurrentRequests: count(defaultLimits.maxConcurrentRequests),
    maxCallsInRequest: count(defaultLimits.maxCallsInRequest),
    maxObjectsInGet: count(defaultLimits.maxObjectsInGet),
    maxObjectsInSet: count(defaultLimits.maxObjectsInSet),
  }),
  defaultLimits,
)

const sessionSchema = v.object({
  state: v.fallback(v.nullable(v.string()), null),
  capabilities: v.fallback(v.object({ [coreCapability]: coreSchema }), { [coreCapability]: defaultLimits }),
  downloadUrl: v.string(),
  uploadUrl: v.string(),
  eventSourceUrl: v.string(),
})

/** What the client reads of the Session resource: absolute URI templates (RFC 6570 level 1) and limits, RFC 8620 §2. */
export interface SessionInfo {
  /** A different one means that limits or addresses have changed; null where the server does not say. */
  readonly state: string | null
  readonly limits: Limits
  readonly downloadUrl: string
  readonly uploadUrl: string
  readonly eventSourceUrl: string
}

/** Braces must survive: `new URL` would escape them. */
function resolveTemplate(template: string, base: string): string {
  const resolved = new URL(template.replaceAll('{', '__open__').replaceAll('}', '__close__'), base)
  return resolved.href.replaceAll('__open__', '{').replaceAll('__close__', '}')
}

const sessionInfoSchema = (base: string): v.GenericSchema<unknown, SessionInfo> =>
  v.pipe(
    sessionSchema,
    v.transform((session) => ({
      state: session.state,
      limits: session.capabilities[coreCapability] ?? defaultLimits,
      downloadUrl: resolveTemplate(session.downloadUrl, base),
      uploadUrl: resolveTemplate(session.uploadUrl, base),
      eventSourceUrl: resolveTemplate(session.eventSourceUrl, base),
    })),
  )

/** Fills a URI template of level 1. Half a letter (a lone surrogate), which JSON can carry and a URL cannot, becomes U+FFFD. */
export const expandTemplate = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((values[name] ?? '').toWellFormed()))

export interface SessionLoaderOptions {
  readonly url: string
  readonly fetch: typeof fetch
  readonly timing: Timing
  readonly onSignedOut: () => void
  readonly signal?: AbortSignal
}

/** The Session resource, fetched when it is first needed and kept up to date. */
export function createSessionLoader(options: SessionLoaderOptions) {
  const { signal, timing } = options
  let loaded: SessionInfo | null = null
  let pending: Promise<SessionInfo> | null = null
  /** The state a fetch was made for: a server whose responses never agree with its session is requested once for each state. */
  let followed: string | null = null

  const read = async (): Promise<SessionInfo> => {
    const schema = sessionInfoSchema(new URL(options.url, location.href).href)
    const attempt = () => fetchJson({ ...options, schema, subject: 'JMAP session' })
    loaded = await withRetry(attempt, { timing, idempotent: true, ...(signal ? { signal } : {}) })
    return loaded
  }

  const refresh = (): Promise<SessionInfo> => {
    pending ??= read().finally(() => {
      pending = null
    })
    return pending
  }
  return {
    /** Null until it is loaded. */
    current: () => loaded,
    limits: (): Limits => loaded?.limits ?? defaultLimits,
    /** @throws AtriumError `SIGNED_OUT`, `MAIL_UNREACHABLE`, `MAIL_ANSWER_INVALID` or the gateway's own code. */
    load: () => (loaded ? Promise.resolve(loaded) : refresh()),
    /** A response carried this `sessionState` (RFC 8620 §3.4): when it is not the current one, the session is fetched again. */
    follow: (state: string) => {
      if (!loaded || loaded.state === null || loaded.state === state || followed === state) return
      followed = state
      // The current one stays in use until the new one is there, and when it cannot be loaded.
      void refresh().catch(() => undefined)
    },
  }
}
