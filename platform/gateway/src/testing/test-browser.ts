import { csrfHeader } from '@atrium/protocol'
import type { Session } from '@atrium/protocol/register'

export const thePassword = 'correct horse'

type Headers = Record<string, string>
type Init = Omit<RequestInit, 'headers'> & { headers?: Headers; duplex?: 'half' }

const json = { 'content-type': 'application/json' }

/** A browser as the gateway sees it: stores cookies, sends its origin and the CSRF token. */
export class TestBrowser {
  session: Session | null = null
  readonly #origin: string
  readonly #cookies = new Map<string, string>()

  constructor(origin: string) {
    this.#origin = origin
  }

  cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async fetch(path: string, { headers = {}, ...init }: Init = {}): Promise<Response> {
    const changes = init.method !== undefined && init.method !== 'GET' && init.method !== 'HEAD'
    const own: Headers = {
      ...(this.#cookies.size > 0 ? { cookie: this.cookie() } : {}),
      ...(changes ? { origin: this.#origin, 'sec-fetch-site': 'same-origin' } : {}),
      ...(changes && this.session ? { [csrfHeader]: this.session.csrf } : {}),
    }
    const url = new URL(path, this.#origin)
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { ...own, ...headers } })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  post(path: string, body: unknown, headers: Headers = {}): Promise<Response> {
    return this.fetch(path, { method: 'POST', body: JSON.stringify(body), headers: { ...json, ...headers } })
  }

  async signUp(address: string, password = thePassword): Promise<Session> {
    const response = await this.post('/api/accounts', { address, name: address, password })
    if (response.status !== 201) throw new Error(`Sign-up answered ${response.status}: ${await response.text()}`)
    this.session = (await response.json()) as Session
    return this.session
  }

  async signIn(address: string, password = thePassword): Promise<Response> {
    const response = await this.post('/api/session', { address, password })
    if (response.ok) this.session = (await response.clone().json()) as Session
    return response
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

export const createBrowser = (origin: string): TestBrowser => new TestBrowser(origin)
