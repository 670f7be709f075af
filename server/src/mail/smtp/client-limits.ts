/**
 * Connections that one client address may have open at a time. Default: 50. Beyond it: `421 4.7.0`. A constant.
 */
const maxOpen = 50

/** Connections that one client address may start in a second. Default: 100. Beyond it: `421 4.7.0`. A constant. */
const maxStarted = 100

/** Recipients that do not exist, in one session. Default: 20. Beyond it further ones wait for `421 4.7.0`. A constant. */
const maxUnknownRecipients = 20

/** Clients that are remembered. Beyond it the one that was seen first is forgotten. */
const maxClients = 10_000

interface Client {
  open: number
  /** Second since 1970 in which `started` is counted. */
  second: number
  started: number
}

/** What one client address does, so that none keeps the others out. */
export class ClientLimits {
  readonly #clients = new Map<string, Client>()
  /** Open sessions, with the address of their client. */
  readonly #sessions = new Map<string, string>()
  readonly #unknown = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Counts a new connection. @returns whether it may go on; `closed` is due in either case */
  opened(address: string, session: string): boolean {
    this.#sessions.set(session, address)
    const second = Math.floor(this.#now() / 1000)
    const client = this.#clients.get(address) ?? { open: 0, second, started: 0 }
    if (client.second !== second) {
      client.second = second
      client.started = 0
    }
    client.open += 1
    client.started += 1
    this.#clients.set(address, client)
    this.#forget()
    return client.open <= maxOpen && client.started <= maxStarted
  }

  closed(session: string): void {
    const client = this.#clients.get(this.#sessions.get(session) ?? '')
    this.#sessions.delete(session)
    this.#unknown.delete(session)
    if (client) client.open = Math.max(0, client.open - 1)
  }

  /** Counts a recipient that does not exist. @returns whether the session may go on guessing */
  unknownRecipient(session: string): boolean {
    const count = (this.#unknown.get(session) ?? 0) + 1
    this.#unknown.set(session, count)
    return count <= maxUnknownRecipients
  }

  #forget(): void {
    if (this.#clients.size <= maxClients) return
    for (const [address, { open }] of this.#clients) {
      if (open > 0) continue
      this.#clients.delete(address)
      return
    }
  }
}
