import net from 'node:net'
import tls from 'node:tls'

/** A client that sends exactly the bytes it is given. */
export interface SmtpTestClient {
  /** Sends a line and gives the whole response to it: `250 2.1.0 …`. Empty when the server has closed. */
  readonly command: (line: string) => Promise<string>
  /** Sends bytes as they are, with nothing behind them, and gives the next response. */
  readonly raw: (bytes: string) => Promise<string>
  /** Starts TLS; the name of the certificate. */
  readonly secure: () => Promise<string>
  /** The first response. */
  readonly greeting: string
  readonly close: () => void
}

const isWhole = (text: string): boolean => /(?:^|\r\n)\d{3} [^\r\n]*\r\n$/.test(text)

/** @param secure - TLS from the first byte. */
export async function connectSmtp(port: number, secure = false): Promise<SmtpTestClient> {
  let socket: net.Socket = secure
    ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    : net.connect(port, '127.0.0.1')
  const state = { received: '', open: true }
  let waiting: (() => void) | undefined
  const listen = (to: net.Socket): void => {
    to.on('data', (chunk) => {
      state.received += String(chunk)
      waiting?.()
    })
    to.on('error', () => undefined)
    to.on('close', () => {
      state.open = false
      waiting?.()
    })
  }
  const response = async (): Promise<string> => {
    while (state.open && !isWhole(state.received)) await new Promise<void>((resolve) => (waiting = resolve))
    const text = state.received.trimEnd()
    state.received = ''
    return text
  }
  listen(socket)
  const raw = (bytes: string): Promise<string> => {
    socket.write(Buffer.from(bytes, 'utf8'))
    return response()
  }
  const command = (line: string): Promise<string> => raw(`${line}\r\n`)
  const greeting = await response()
  return {
    greeting,
    raw,
    command,
    secure: async () => {
      await command('STARTTLS')
      const plain = socket
      plain.removeAllListeners('data')
      const secured = tls.connect({ socket: plain, rejectUnauthorized: false })
      await new Promise((resolve) => secured.once('secureConnect', resolve))
      socket = secured
      listen(secured)
      return String(secured.getPeerCertificate().subject.CN)
    },
    close: () => socket.destroy(),
  }
}

/** Sends a message, and gives the response to each step: MAIL, each RCPT, DATA, the end. */
export async function sendRaw(
  client: SmtpTestClient,
  { from, to, data }: { readonly from: string; readonly to: readonly string[]; readonly data: string },
): Promise<readonly string[]> {
  const responses = [await client.command(`MAIL FROM:<${from}>`)]
  for (const recipient of to) responses.push(await client.command(`RCPT TO:<${recipient}>`))
  responses.push(await client.command('DATA'))
  responses.push(await client.raw(`${data}\r\n.\r\n`))
  return responses
}
