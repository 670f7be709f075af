import { capability } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { defaultLimits, type Limits } from './limits.ts'

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
  capabilities: v.fallback(v.object({ [capability.core]: coreSchema }), { [capability.core]: defaultLimits }),
  downloadUrl: v.string(),
  uploadUrl: v.string(),
  eventSourceUrl: v.string(),
})

/** URI templates (RFC 6570 level 1) and limits, RFC 8620 §2. */
export interface SessionResource {
  /** Another one means that limits or addresses have changed; null where the server does not say. */
  readonly state: string | null
  readonly limits: Limits
  readonly downloadUrl: string
  readonly uploadUrl: string
  readonly eventSourceUrl: string
}

/** Braces must survive: `new URL` would escape them. */
const resolve = (template: string, base: string): string => {
  const resolved = new URL(template.replaceAll('{', '__open__').replaceAll('}', '__close__'), base)
  return resolved.href.replaceAll('__open__', '{').replaceAll('__close__', '}')
}

export const parseSessionResource = (json: unknown, url: string): SessionResource => {
  const session = v.parse(sessionSchema, json)
  return {
    state: session.state,
    limits: session.capabilities[capability.core] ?? defaultLimits,
    downloadUrl: resolve(session.downloadUrl, url),
    uploadUrl: resolve(session.uploadUrl, url),
    eventSourceUrl: resolve(session.eventSourceUrl, url),
  }
}

/** Fills a URI template of level 1. */
export const expand = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
