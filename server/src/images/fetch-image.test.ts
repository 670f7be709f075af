import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { fetchImage, type FetchImageOptions } from './images.ts'
import { isPublicAddress } from './images.ts'

const strict: FetchImageOptions = { mayConnect: isPublicAddress, maxSize: 1000, timeout: 2000, maxRedirects: 2 }
/** Loopback plays the internet here. */
const open: FetchImageOptions = {
  ...strict,
  mayConnect: (address) => address === '127.0.0.1' || address.startsWith('port:'),
}

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/ok.png': (response) => response.setHeader('content-type', 'image/png').end('pixels'),
  '/page': (response) => response.setHeader('content-type', 'text/html').end('<script>alert(1)</script>'),
  '/drawing.svg': (response) => response.setHeader('content-type', 'image/svg+xml').end('<svg onload="alert(1)"/>'),
  '/large': (response) => response.setHeader('content-type', 'image/png').end(Buffer.alloc(2000)),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/inward': (response) => response.writeHead(302, { location: 'http://[::1]/admin' }).end(),
  '/moved': (response) => response.writeHead(301, { location: '/ok.png' }).end(),
}

let server: Server
let origin: string

beforeAll(async () => {
  server = createServer((request, response) => answers[request.url ?? '']?.(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

describe('the image proxy', () => {
  test('brings a picture, also over a redirect', async () => {
    expect(await fetchImage(`${origin}/ok.png`, open)).toEqual({ type: 'image/png', bytes: Buffer.from('pixels') })
    expect((await fetchImage(`${origin}/moved`, open)).type).toBe('image/png')
  })

  test.each([
    ['a page', '/page', 'not a picture'],
    ['an SVG that can run scripts', '/drawing.svg', 'not a picture'],
    ['more than it takes', '/large', 'too large'],
    ['an endless redirect', '/loop', 'too many redirects'],
    ['a redirect to an address of our own', '/inward', 'not on the public internet'],
  ])('refuses %s', async (_, file, reason) => {
    await expect(fetchImage(origin + file, open)).rejects.toThrow(reason)
  })

  test.each(['ftp://example.com/a.png', 'file:///etc/passwd', 'http://user:secret@example.com/', 'no address', ''])(
    'refuses the address %p',
    async (address) => {
      await expect(fetchImage(address, strict)).rejects.toMatchObject({ code: 'IMAGE_REFUSED' })
    },
  )

  test('connects to nothing in the house', async () => {
    await expect(fetchImage(`${origin}/ok.png`, strict)).rejects.toMatchObject({ code: 'IMAGE_REFUSED' })
  })

  test('fetches from a host the operator has named, and from no other port or redirect', async () => {
    const named = { ...strict, ownHosts: new Set([new URL(origin).host]) }
    expect((await fetchImage(`${origin}/ok.png`, named)).type).toBe('image/png')
    await expect(fetchImage('http://127.0.0.1:9/ok.png', named)).rejects.toThrow('not one of the web')
    await expect(fetchImage(`${origin}/inward`, named)).rejects.toThrow('not on the public internet')
  })

  const corpus = path.resolve(import.meta.dirname, '../../../../shared/corpora/html-attacks/ssrf-urls.jsonl')
  test(`refuses every address of the corpus that it must${existsSync(corpus) ? '' : ' (corpus absent, nothing tried)'}`, async () => {
    const lines = existsSync(corpus) ? readFileSync(corpus, 'utf8').trim().split('\n') : []
    const all = lines.map((line) => JSON.parse(line) as { url: string; must_block: boolean })
    const outcomes = await Promise.all(
      all
        .filter((each) => each.must_block)
        .map(
          async ({ url }) =>
            [
              url,
              await fetchImage(url, strict).then(
                () => 'fetched',
                () => 'refused',
              ),
            ] as const,
        ),
    )
    expect(outcomes.filter(([, outcome]) => outcome === 'fetched')).toEqual([])
  })
})
