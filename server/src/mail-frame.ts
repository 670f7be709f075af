import { mailPaths } from '@atrium/mail-contracts'
import { siteOf } from '@atrium/gateway'
import { commonHeaders, permissionsPolicy, policyText, type Headers } from '@atrium/gateway/policies'
import { paths } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'

/** The empty document that `@atrium/mail-html` renders a message into. */
export const mailFrameDocument =
  '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">' +
  '<title>Message</title></head><body></body></html>\n'

/** From the frame's own address, so that it holds below a base path too. */
const reports = paths.reports.slice(1)

/**
 * The second wall around a message; the sanitiser is the first. Inline styles work, in this document alone.
 * `allow-same-origin` lets the page write into it and measure it; without `allow-scripts` nothing in it can use that.
 */
const policy = (https: boolean): string =>
  policyText({
    'default-src': ["'none'"],
    'style-src': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'self'"],
    sandbox: ['allow-same-origin', 'allow-popups', 'allow-popups-to-escape-sandbox'],
    'report-uri': [reports],
    // As on the page: named behind TLS only.
    ...(https ? { 'report-to': ['reports'] } : {}),
  })

/** Changes with the document and its policy. */
export const mailFrameTag = `"${createHash('sha256').update(policy(true)).update(mailFrameDocument).digest('base64url').slice(0, 22)}"`

/** Headers of the mail frame. Cached for an hour only, so that a stricter policy arrives soon. */
export const mailFrameHeaders = (https: boolean): Headers => ({
  ...commonHeaders(https),
  'content-security-policy': policy(https),
  'reporting-endpoints': `reports="${reports}"`,
  'permissions-policy': permissionsPolicy.replaceAll('=(self)', '=()'),
  'x-frame-options': 'SAMEORIGIN',
  'x-dns-prefetch-control': 'off',
  'cache-control': 'public, max-age=3600',
  'content-type': 'text/html; charset=utf-8',
  etag: mailFrameTag,
})

/** The frame that mail is rendered in. */
export function mailFrameRoute(app: FastifyInstance): void {
  app.get(mailPaths.mailFrame, async (request, reply) => {
    reply.headers(mailFrameHeaders(siteOf(request).isHttps(request)))
    if (request.headers['if-none-match'] === mailFrameTag) return reply.code(304).send()
    return reply.send(mailFrameDocument)
  })
}
