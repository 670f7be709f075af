import type { Identity } from '@atrium/mail-contracts'
import * as v from 'valibot'

const addresses = v.fallback(
  v.nullish(v.array(v.object({ name: v.fallback(v.nullish(v.string(), null), null), email: v.string() })), null),
  null,
)

export const identitySchema: v.GenericSchema<unknown, Identity> = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.fallback(v.string(), ''),
  email: v.string(),
  replyTo: addresses,
  bcc: addresses,
  textSignature: v.fallback(v.string(), ''),
  htmlSignature: v.fallback(v.string(), ''),
  mayDelete: v.fallback(v.boolean(), false),
})
