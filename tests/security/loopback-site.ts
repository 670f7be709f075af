import { mailFrameDocument, mailFrameHeaders } from '@atrium/configs/security'
import { paths } from '@atrium/contracts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The mail document without its policy: what is left is the sanitiser. */
export const bareFrame = '/bare-frame'

const html = { 'content-type': 'text/html; charset=utf-8' }
const pagePolicy =
  "default-src 'none'; script-src 'self'; frame-src 'self'; img-src 'self' data: blob:; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"

export interface LoopbackSite {
  readonly origin: string
  readonly close: () => Promise<void>
}

/** A page under a strict policy with the bundle, and the frames that mail is drawn in. */
export async function startLoopbackSite(bundle: string): Promise<LoopbackSite> {
  const answers: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    '/': [
      { ...html, 'content-security-policy': pagePolicy },
      '<!doctype html><meta charset="utf-8"><title>Harness</title><body><script src="/harness.js"></script></body>',
    ],
    '/harness.js': [{ 'content-type': 'text/javascript' }, bundle],
    [paths.mailFrame]: [mailFrameHeaders(false), mailFrameDocument],
    [bareFrame]: [html, mailFrameDocument],
  }
  const server = createServer((request, response) => {
    const found = answers[request.url ?? '']
    response.writeHead(found ? 200 : 404, found?.[0] ?? {})
    response.end(found?.[1] ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
