import { commonHeaders, type Headers } from './common-headers.ts'

/** Headers of JSON and everything else that is not meant to be shown: nothing in it can run or be framed. */
export const apiHeaders = (https: boolean): Headers => ({
  ...commonHeaders(https),
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
})

/**
 * Headers of a blob: bytes that a stranger chose, at our own origin. Even one that a browser shows
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
