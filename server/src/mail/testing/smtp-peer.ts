import { SMTPServer } from 'smtp-server'
import { loadCertificate } from '../smtp/certificate.ts'
import type { Lookup } from '../smtp/dns.ts'
import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A name server that knows these records, by `name TYPE`. An Error is thrown. */
export const zone =
  (records: Readonly<Record<string, unknown>>): Lookup =>
  async (name, type) => {
    const found = records[`${name} ${type}`]
    if (found === undefined) throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' })
    if (found instanceof Error) throw found
    return found
  }

interface PeerMessage {
  readonly from: string
  readonly to: readonly string[]
  readonly data: string
  readonly secure: boolean
  readonly helo: string
  readonly user: string | null
}

/** Responses in place of 250; `close`: the connection ends without one. */
interface Refusals {
  readonly mail?: string
  readonly rcpt?: string
  readonly recipients?: Readonly<Record<string, string>>
  readonly data?: string
}

/** Another mail server. */
export interface TestPeer {
  readonly port: number
  readonly messages: readonly PeerMessage[]
  readonly connections: () => number
  readonly refuse: (refusals: Refusals) => void
  readonly requireLogin: (login: { readonly user: string; readonly password: string }) => void
  readonly hide: (extension: 'SMTPUTF8' | '8BITMIME') => void
  readonly close: () => Promise<void>
}

const refusal = (response: string): Error =>
  Object.assign(new Error(response.slice(4)), { responseCode: Number(response.slice(0, 3)) })

export async function openPeer(): Promise<TestPeer> {
  const messages: PeerMessage[] = []
  let connections = 0
  let refused: Refusals = {}
  let login: { readonly user: string; readonly password: string } | undefined
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-peer-'))
  const server: SMTPServer = new SMTPServer({
    name: 'mx.peer.example',
    ...(await loadCertificate({ folder, name: 'mx.peer.example', files: null })),
    disableReverseLookup: true,
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      connections += 1
      done()
    },
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(new Error('wrong password')),
    onMailFrom: (_address, session, done) => {
      if (login && !session.user) return done(refusal('530 5.7.0 Sign in first'))
      done(refused.mail ? refusal(refused.mail) : null)
    },
    onRcptTo: ({ address }, _session, done) => {
      const response = refused.recipients?.[address] ?? refused.rcpt
      done(response ? refusal(response) : null)
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refused.data === 'close') {
          for (const connection of server.connections) connection._socket.destroy()
          return
        }
        if (refused.data) return done(refusal(refused.data))
        messages.push({
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(({ address }) => address),
          data: Buffer.concat(chunks).toString('latin1'),
          secure: session.secure,
          helo: session.hostNameAppearsAs,
          user: typeof session.user === 'string' ? session.user : null,
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    messages,
    connections: () => connections,
    refuse: (refusals) => (refused = refusals),
    requireLogin: (wanted) => (login = wanted),
    hide: (extension) => {
      if (extension === 'SMTPUTF8') server.options.hideSMTPUTF8 = true
      else server.options.hide8BITMIME = true
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
