export type Headers = Readonly<Record<string, string>>

/** On every answer, whatever it is. `https`: whether the browser reached us through TLS. */
export const commonHeaders = (https: boolean): Headers => ({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
  // Two years. Over plain HTTP browsers ignore it (RFC 6797 §8.1).
  ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
})
