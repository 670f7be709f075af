import * as v from 'valibot'

/** Ed25519 public key (RFC 8032): 32 bytes, base64url without padding. */
export const publicKeySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** SHA-256: 32 bytes, base64url without padding. */
export const digestSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** Ed25519 signature, and the public key it was made for. */
export const signatureSchema = v.strictObject({
  key: publicKeySchema,
  value: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/)),
})

export type Signature = v.InferOutput<typeof signatureSchema>
