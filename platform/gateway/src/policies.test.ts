import { describe, expect, test } from '@jest/globals'
import { apiHeaders, blobHeaders, freshNonce, pageHeaders, policyText, releaseHeaders } from './policies.ts'

const directives = (policy: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources.join(' ')]
    }),
  )

describe('the headers of a page', () => {
  test('behind TLS are exactly these', () => {
    const {
      'content-security-policy': policy,
      'permissions-policy': permissions,
      ...rest
    } = pageHeaders({ nonce: 'abc', https: true })
    expect(rest).toEqual({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'x-permitted-cross-domain-policies': 'none',
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'integrity-policy': 'blocked-destinations=(script), endpoints=(reports)',
      'reporting-endpoints': 'reports="/api/reports"',
      'cross-origin-opener-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'x-frame-options': 'DENY',
      'x-dns-prefetch-control': 'off',
      'cache-control': 'no-store',
      vary: 'Cookie, Accept-Encoding',
    })
    expect(directives(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'nonce-abc' 'strict-dynamic'",
      'style-src': "'self'",
      'img-src': "'self' blob: data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'frame-src': "'self'",
      'worker-src': "'self'",
      'manifest-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'object-src': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'default',
      'report-uri': '/api/reports',
      'report-to': 'reports',
    })
    expect(permissions).toMatch(/^accelerometer=\(\), /)
    expect(permissions).toContain('camera=(), ')
    expect(permissions).toContain('clipboard-write=(self)')
  })

  test('without TLS say nothing of TLS and report where such a page can', () => {
    const headers = pageHeaders({ nonce: 'abc', https: false })
    expect(headers['strict-transport-security']).toBeUndefined()
    expect(directives(headers['content-security-policy'])).toMatchObject({ 'report-uri': '/api/reports' })
    expect(headers['content-security-policy']).not.toContain('report-to')
  })

  test('below a base path report below it', () => {
    const headers = pageHeaders({ nonce: 'abc', https: true, basePath: '/mail/' })
    expect(headers['reporting-endpoints']).toBe('reports="/mail/api/reports"')
    expect(headers['content-security-policy']).toContain('report-uri /mail/api/reports')
  })

  test('never allow inline code, inline styles or evaluation outside of a dev server', () => {
    const policy = pageHeaders({ nonce: 'abc', https: true, releaseOrigins: ['https://cdn.example'] })[
      'content-security-policy'
    ]
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("style-src 'self' https://cdn.example;")
    expect(policy).toContain("connect-src 'self' https://cdn.example;")
  })

  test('of a dev server let styles and updates in, and still no inline code', () => {
    const headers = pageHeaders({ nonce: 'abc', https: false, devOrigins: ['http://localhost:4255'] })
    expect(headers['content-security-policy']).toContain("script-src 'nonce-abc' 'strict-dynamic';")
    expect(headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'")
    expect(headers['content-security-policy']).toContain(
      "connect-src 'self' http://localhost:4255 ws://localhost:4255;",
    )
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'; trusted-types default;")
    expect(headers['integrity-policy']).toBeUndefined()
  })

  test('an origin cannot smuggle a directive in', () => {
    for (const source of ["https://x.test; script-src 'unsafe-inline'", 'https://x.test, y', 'a\nb', ''])
      expect(() => policyText({ 'style-src': [source] })).toThrow('cannot be a source of style-src')
  })

  test('a nonce is 128 random bits', () => {
    expect(Buffer.from(freshNonce(), 'base64')).toHaveLength(16)
    expect(freshNonce()).not.toBe(freshNonce())
  })
})

describe('other answers', () => {
  test('data can neither run nor be framed nor be kept', () => {
    expect(apiHeaders(false)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  test('a blob gets an opaque origin without scripts', () => {
    const policy = directives(blobHeaders(true)['content-security-policy'])
    expect(policy['default-src']).toBe("'none'")
    expect(policy['sandbox']).toBe('')
  })

  test('a released script has no policy that a worker would inherit, any other file a strict one', () => {
    expect(releaseHeaders(false, 'js/a.js')['content-security-policy']).toBeUndefined()
    expect(releaseHeaders(false, 'a.svg')['content-security-policy']).toContain('sandbox')
    expect(releaseHeaders(false, 'js/a.js')).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })
})
