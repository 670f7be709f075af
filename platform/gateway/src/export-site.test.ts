import { describe, expect, test } from '@jest/globals'
import { nginxConfig, type NginxOptions } from './export-site.ts'

const configFor = (basePath: string, change: Partial<NginxOptions> = {}): string =>
  nginxConfig({
    folder: '/srv/site',
    basePath,
    pages: ['inbox', 'alpha'],
    releaseOrigins: [],
    https: false,
    listen: '8080',
    server: 'http://127.0.0.1:3000',
    proxied: ['api/', 'jmap/'],
    documents: [{ path: '/frame', headers: { 'x-frame-options': 'SAMEORIGIN' } }],
    sources: {},
    brotli: false,
    ...change,
  })

/** The location that nginx takes for a decoded path: an exact one, a prefix with `^~`, or the first expression that matches. */
function locationOf(config: string, pathname: string): string {
  const locations = [...config.matchAll(/^ {2}location (=|\^~|~) (\S+) \{$([\s\S]*?)^ {2}\}$/gm)].map(
    ([, kind = '', pattern = '', body = '']) => ({ kind, pattern, body }),
  )
  const found =
    locations.find(({ kind, pattern }) => kind === '=' && pattern === pathname) ??
    locations.find(({ kind, pattern }) => kind === '^~' && pathname.startsWith(pattern)) ??
    locations.find(({ kind, pattern }) => kind === '~' && new RegExp(pattern).test(pathname))
  return found?.body ?? ''
}

describe.each(['/', '/team/'])('the nginx configuration of a site below %s', (basePath) => {
  const config = configFor(basePath)

  test.each([
    '',
    'inbox',
    'alpha/notes/ada@atrium.test',
    "alpha/it's",
    'alpha/report.final.pdf',
    'nowhere/at.all',
    'inbox/',
  ])('serves %j as a page', (address) => {
    expect(locationOf(config, basePath + address)).toContain('default_type text/html')
  })

  test.each(['releases/inbox/0123456789ab/js/a.js.map', 'registry/x/y', 'app.js'])(
    'serves no page at %j',
    (address) => {
      expect(locationOf(config, basePath + address)).not.toContain('root /srv/site/pages')
    },
  )

  test('passes on what is the server’s, with a dot or without', () => {
    for (const address of ['api/session', 'jmap/download/a/b/x.html'])
      expect(locationOf(config, basePath + address)).toContain('proxy_pass http://127.0.0.1:3000;')
  })

  test('serves a document of the product with its own headers', () => {
    expect(locationOf(config, `${basePath}frame`)).toMatch(
      /alias \/srv\/site\/documents\/frame\.html;\s+add_header x-frame-options "SAMEORIGIN" always;/,
    )
  })
})

test('the address without its slash redirects to the site and keeps its query', () => {
  expect(locationOf(configFor('/team/'), '/team')).toContain('return 308 /team/$is_args$args;')
})

test('nginx speaks HTTP/2 where it has the certificate, so that tabs do not share six connections', () => {
  const config = configFor('/', { listen: '443', certificate: { file: '/etc/tls/cert.pem', key: '/etc/tls/key.pem' } })
  expect(config).toMatch(
    /listen 443 ssl http2;\s+ssl_certificate "\/etc\/tls\/cert.pem";\s+ssl_certificate_key "\/etc\/tls\/key.pem";/,
  )
  expect(configFor('/')).toMatch(/listen 8080;/)
})
