import { devPort } from '@atrium/protocol'
import { describe, expect, test } from '@jest/globals'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { logRefusals, readDevAddresses } from './dev.ts'

const read = (...args: readonly string[]) => readDevAddresses(args, ['inbox', 'search'])

describe('dev servers without options', () => {
  test('are on this machine alone', () => {
    const { names, host, allowedHosts, originOf, socketOf, baseOf } = read('inbox', 'inbox')
    const origin = `http://localhost:${devPort('inbox')}`
    expect([names, host, allowedHosts]).toEqual([['inbox'], 'localhost', 'auto'])
    expect([originOf('inbox'), baseOf('inbox')]).toEqual([origin, `${origin}/dev/`])
    expect(socketOf('inbox')).toBe(`ws://localhost:${devPort('inbox')}/ws`)
  })
})

describe('dev servers behind TLS or on another machine', () => {
  test('have their socket and their files at the public address', () => {
    const { host, originOf, socketOf, baseOf } = read('--host', '0.0.0.0', '--public', 'https://{name}.dev.example')
    expect(host).toBe('0.0.0.0')
    expect(originOf('search')).toBe('https://search.dev.example')
    expect(socketOf('search')).toBe('wss://search.dev.example/ws')
    expect(baseOf('search')).toBe('https://search.dev.example/dev/')
  })

  test('may keep their ports', () => {
    expect(read('--public', 'http://10.0.0.7:{port}').originOf('inbox')).toBe(`http://10.0.0.7:${devPort('inbox')}`)
  })

  test('serve the pages of hosts that are allowed', () => {
    expect(read('--allow', 'mail.example,.dev.example').allowedHosts).toEqual(['mail.example', '.dev.example'])
  })

  test.each([
    [['--public', 'dev.example'], 'name an http or https address'],
    [['--public', 'https://dev.example/inbox/'], 'without a path'],
    [['--public', 'https://dev.example'], 'inbox, search would have the same address'],
    [['--allow', 'https://mail.example'], 'without a scheme'],
    [['--pubic', 'x'], "Unknown option '--pubic'"],
  ])('with %j are refused with what to do', (args, message) => {
    expect(() => read(...args)).toThrow(message)
  })

  test('one at a time need no placeholder', () => {
    expect(read('inbox', '--public', 'https://dev.example').originOf('inbox')).toBe('https://dev.example')
  })
})

test('what a dev server refuses is logged once for each host, with the option that allows it', async () => {
  const lines: string[] = []
  const watch = logRefusals('inbox', (line) => void lines.push(line))
  const server = http.createServer((request, response) =>
    watch(request, response, () => {
      response.statusCode = request.headers.host === 'mail.example' ? 403 : 200
      response.end()
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const request = (headers: Record<string, string>): Promise<unknown> =>
    new Promise((resolve) => http.get({ host: '127.0.0.1', port, headers }, (response) => resolve(response.resume())))
  for (const headers of [{ host: 'localhost' }, { host: 'mail.example' }, { host: 'mail.example' }])
    await request(headers)
  await request({ host: 'mail.example', referer: 'https://other.example/x' })
  await new Promise((resolve) => server.close(resolve))
  expect(lines).toEqual([
    'inbox: refused a request to mail.example. If it is yours: --public names the address, --allow a host',
    'inbox: refused a request to mail.example from a page of other.example. If it is yours: --public names the address, --allow a host',
  ])
})
