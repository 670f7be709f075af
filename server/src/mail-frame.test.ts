import { expect, test } from '@jest/globals'
import { mailFrameDocument, mailFrameHeaders, mailFrameTag } from './mail-frame.ts'

const directives = (policy: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources.join(' ')]
    }),
  )

test('the mail frame runs nothing, loads nothing from elsewhere and is framed by us alone', () => {
  const headers = mailFrameHeaders(true)
  expect(directives(headers['content-security-policy'])).toEqual({
    'default-src': "'none'",
    'style-src': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'form-action': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'self'",
    sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    'report-uri': 'api/reports',
    'report-to': 'reports',
  })
  expect(headers).toMatchObject({
    'x-frame-options': 'SAMEORIGIN',
    'cache-control': 'public, max-age=3600',
    'reporting-endpoints': 'reports="api/reports"',
    etag: mailFrameTag,
  })
  expect(mailFrameHeaders(false)['content-security-policy']).not.toContain('report-to')
  expect(headers['permissions-policy']).not.toContain('self')
  expect(mailFrameDocument).not.toMatch(/script|style|link/)
})
