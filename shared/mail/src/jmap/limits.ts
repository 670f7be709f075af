import type { CoreCapability } from '@atrium/mail-contracts'

export type Limits = Pick<
  CoreCapability,
  'maxSizeUpload' | 'maxConcurrentUpload' | 'maxConcurrentRequests' | 'maxCallsInRequest' | 'maxObjectsInGet' | 'maxObjectsInSet'
>

/**
 * Good until the Session resource has come, so that the first row of the inbox waits for one
 * request only. The least that RFC 8620 §2 suggests a server to allow.
 */
export const defaultLimits: Limits = {
  maxSizeUpload: 50_000_000,
  maxConcurrentUpload: 4,
  maxConcurrentRequests: 4,
  maxCallsInRequest: 16,
  maxObjectsInGet: 500,
  maxObjectsInSet: 500,
}
