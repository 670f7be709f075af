import { personId } from '@atrium/gateway'
import { createBrowser, removeFolders } from '@atrium/gateway/testing'
import { afterAll, expect, test } from '@jest/globals'
import http, { type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEchoBackend } from '../testing/echo-backend.ts'
import { startTestServer } from '../testing/test-server.ts'

afterAll(removeFolders)

test('a person has one id at two servers with databases of their own', async () => {
  const seen: IncomingHttpHeaders[] = []
  const service = http.createServer((request, response) => {
    seen.push(request.headers)
    response.end()
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const environment = { ATRIUM_API_PROXY: `/api/who=http://127.0.0.1:${(service.address() as AddressInfo).port}` }
  const servers = [
    await startTestServer(environment, { backend: createEchoBackend() }),
    await startTestServer(environment, { backend: createEchoBackend() }),
  ]
  for (const { origin } of servers) {
    const browser = createBrowser(origin)
    await browser.signUp('Ada')
    expect((await browser.fetch('/api/who')).status).toBe(200)
  }
  for (const server of servers) await server.close()
  service.close()
  const ids = seen.map((headers) => headers['x-atrium-person'])
  expect(ids).toEqual([personId('address', 'ada@atrium.test'), ids[0]])
})
