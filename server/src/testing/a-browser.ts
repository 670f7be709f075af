import { csrfHeader, type Session } from '@atrium/contracts'

/** A browser as far as the gateway can tell: keeps cookies, says where it comes from, sends the token. */
export interface TestBrowser {
  readonly fetch: (path: string, init?: RequestInit & { headers?: Record<string, string> }) => Promise<Response>
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>
  readonly signUp: (address: string, password?: string) => Promise<Session>
  readonly signIn: (address: string, password?: string) => Promise<Response>
  readonly cookie: () => string
  session: Session | null
}

export const thePassword = 'correct horse'

export function aBrowser(origin: string): TestBrowser {
  const cookies = new Map<string, string>()
  const keep = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
  }
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const browser: TestBrowser = {
    session: null,
    cookie,
    async fetch(path, { headers = {}, ...init } = {}) {
      const changes = init.method !== undefined && init.method !== 'GET' && init.method !== 'HEAD'
      const own = {
        ...(cookies.size > 0 ? { cookie: cookie() } : {}),
        ...(changes ? { origin, 'sec-fetch-site': 'same-origin' } : {}),
        ...(changes && browser.session ? { [csrfHeader]: browser.session.csrf } : {}),
      }
      const response = await fetch(new URL(path, origin), { redirect: 'manual', ...init, headers: { ...own, ...headers } })
      keep(response)
      return response
    },
    post: (path, body, headers = {}) =>
      browser.fetch(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
    async signUp(address, password = thePassword) {
      const response = await browser.post('/api/accounts', { address, name: address, password })
      if (response.status !== 201) throw new Error(`Sign-up answered ${response.status}: ${await response.text()}`)
      browser.session = (await response.json()) as Session
      return browser.session
    },
    async signIn(address, password = thePassword) {
      const response = await browser.post('/api/session', { address, password })
      if (response.ok) browser.session = (await response.clone().json()) as Session
      return response
    },
  }
  return browser
}
