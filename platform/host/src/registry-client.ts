import {
  AtriumError,
  pageRegistrySchema,
  paths,
  switchedOffHeader,
  type FlagStates,
  type Override,
  type PageRegistry,
  type ProvenEntry,
  type RegistryEntry,
  type SignedHead,
} from '@atrium/protocol'
import { hrefOf } from '@atrium/remote'
import { verifyEntry, verifyHead } from '@atrium/trust'
import * as v from 'valibot'
import { storedNumber, type BrowserStorage } from './browser-storage.ts'
import type { Trust } from './release-files.ts'
import type { ServerTime } from './server-time.ts'

// From a registry document to entries that may be loaded: requested, checked for shape, verified, admitted.

/** A remote as the host uses it: `releases[0]` is current, the rest are fallbacks. */
export interface KnownEntry extends RegistryEntry {
  /** The current release is a canary or preview, which can end without a new registry. Default: false. */
  readonly onTrial?: boolean
  /** ISO 8601: from then on the registry has no such remote for pages. Absent: it stays. */
  readonly retired?: string
}

export interface RegistryVerifierOptions {
  /** Public keys of the registry, of which one is enough. */
  readonly keys: readonly string[]
  /** Milliseconds since the epoch, by the browser's clock. */
  readonly now: () => number
  /** By the gateway's, for a browser whose clock is ahead. Default: unknown. */
  readonly serverNow?: (() => number | undefined) | undefined
  /** Stores the highest serial that this browser has seen. */
  readonly storage: BrowserStorage
  /** Path the site is served below: another installation at the same origin has a registry of its own. Default: `/`. */
  readonly basePath?: string
  /** Whether the page itself says that files below an address have no hash. */
  readonly isUnsigned: (base: string) => boolean
}

/** Believes of the registry what is signed, and nothing else. */
export interface RegistryVerifier {
  /**
   * @returns The registry's serial.
   * @throws AtriumError REGISTRY_UNSIGNED, REGISTRY_EXPIRED or REGISTRY_ROLLED_BACK.
   */
  readonly serial: (page: PageRegistry) => Promise<number>
  /** @throws AtriumError as `serial`; RELEASE_UNPROVEN, or REGISTRY_INVALID when the document has no such remote. */
  readonly entry: (page: PageRegistry, remote: string) => Promise<KnownEntry>
}

const remedy = 'Release it again.'

function toKnownEntry(
  { listing, disabled = listing.disabled }: ProvenEntry,
  releases: RegistryEntry['releases'],
): KnownEntry {
  const { stable } = listing.channels
  return {
    name: listing.name,
    base: listing.base.startsWith('/') ? hrefOf(listing.base) : listing.base,
    releases,
    ...(disabled === undefined ? {} : { disabled }),
    ...(releases[0]?.version === stable ? {} : { onTrial: true }),
    ...(listing.retired === undefined ? {} : { retired: listing.retired }),
  }
}

export function createRegistryVerifier({
  keys,
  now,
  serverNow = () => undefined,
  storage,
  basePath = '/',
  isUnsigned,
}: RegistryVerifierOptions): RegistryVerifier {
  const storageKey = `atrium:registry:${basePath}:${keys[0]}`
  const highestSeen = (): number => storedNumber(storage, storageKey)
  const verify = async (signed: SignedHead | null) => {
    if (!signed) throw new AtriumError('REGISTRY_UNSIGNED', { subject: 'a document without a head', remedy })
    const head = await verifyHead(signed, { keys, now: now(), seen: highestSeen() }).catch((error: unknown) => {
      const time = serverNow()
      if (time === undefined || !(error instanceof AtriumError) || error.code !== 'REGISTRY_EXPIRED') throw error
      return verifyHead(signed, { keys, now: time, seen: highestSeen() })
    })
    if (head.serial > highestSeen()) storage.setItem(storageKey, String(head.serial))
    return head
  }
  return {
    serial: async ({ signed }) => (await verify(signed)).serial,
    async entry({ signed, entries, unsigned }, remote) {
      const overridden = unsigned.find(({ name }) => name === remote)
      if (overridden && isUnsigned(overridden.base)) return overridden
      const proven = entries.find(({ listing }) => listing.name === remote)
      if (proven) return toKnownEntry(proven, await verifyEntry(await verify(signed), proven))
      if (overridden)
        throw new AtriumError('RELEASE_UNPROVEN', { subject: `${remote} from ${overridden.base}`, remedy })
      throw new AtriumError('REGISTRY_INVALID', { subject: `the document has no ${remote}`, remedy })
    },
  }
}

/**
 * Names the page's overrides in every request to the registry, so that responses are of the same registry
 * the page was made from, whatever another tab has dropped or added since.
 */
export function fetchWithOverrides(overrides: readonly Override[] = []): typeof fetch {
  const inForce = overrides.filter(({ refused }) => refused === undefined)
  return (requested, init) => {
    if (inForce.length === 0 || typeof requested !== 'string' || !requested.startsWith(hrefOf(paths.registry)))
      return fetch(requested, init)
    const url = new URL(requested, location.href)
    for (const { remote, base } of inForce) url.searchParams.append('override', `${remote}=${base}`)
    return fetch(`${url.pathname}${url.search}`, init)
  }
}

/**
 * Milliseconds for one request to the registry, its body included. Beyond it: the request is tried again, then
 * `REGISTRY_UNREACHABLE`.
 */
export const registryTimeout = 8_000

/** Milliseconds before each further attempt; up to half as long again, so that many pages do not retry together. */
const retryDelays = [400, 1_600] as const

export interface RegistryRequestOptions {
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds for one request, its body included. Default: 8000. */
  readonly timeout?: number
  /** Whether the browser has a connection. Default: `navigator.onLine`. */
  readonly online?: () => boolean
  /** Notes the time of each response. Default: it is not noted. */
  readonly serverTime?: Pick<ServerTime, 'note'> | undefined
}

const invalid = (subject: string, cause: unknown) =>
  new AtriumError('REGISTRY_INVALID', {
    subject,
    remedy: 'Look at what answers at that address: a gateway, or something before it.',
    cause,
  })

const unreachable = (subject: string, cause: unknown) =>
  new AtriumError('REGISTRY_UNREACHABLE', {
    subject,
    remedy: 'It is requested again by itself; if it stays, look at the gateway.',
    cause,
  })

/** Worth another attempt: the server, or what precedes it, may be back in a moment. */
const isTransient = (status: number): boolean => status >= 500 || status === 408 || status === 429

/** What one attempt ended with: a document, or an error and whether another attempt may help. */
type Attempt =
  | { readonly page: PageRegistry; readonly off: readonly string[] }
  | { readonly error: AtriumError; readonly transient: boolean }

/** Rejects after `timeout` milliseconds, whatever `work` does; its signal lets go of the connection. */
async function withTimeout<Result>(timeout: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new Error(`No response within ${timeout} ms`))
    controller.abort()
  }, timeout)
  try {
    return await Promise.race([work(controller.signal), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Requests documents of the registry. Their shape is checked, their signature is not. */
function createRegistryRequests({
  fetch,
  timeout = registryTimeout,
  online = () => navigator.onLine,
  serverTime,
}: RegistryRequestOptions) {
  const receive = async (url: string, subject: string, signal: AbortSignal): Promise<Attempt> => {
    const response = await fetch(url, { cache: 'no-store', signal })
    serverTime?.note(response.headers?.get('date'))
    if (response.status === 404) {
      const error = new AtriumError('REMOTE_UNKNOWN', { subject, remedy: 'Release it, or correct its name.' })
      return { error, transient: false }
    }
    if (!response.ok) {
      return {
        error: unreachable(subject, new Error(`Status ${response.status}`)),
        transient: isTransient(response.status),
      }
    }
    const body: unknown = await response.json().catch((cause: unknown) => cause)
    const parsed = v.safeParse(pageRegistrySchema, body)
    // A page of a proxy or a captive portal goes away by itself.
    return parsed.success
      ? { page: parsed.output, off: (response.headers?.get(switchedOffHeader) ?? '').split(',').filter(Boolean) }
      : { error: invalid(subject, body instanceof Error ? body : parsed.issues), transient: true }
  }
  const attempt = async (url: string, subject: string): Promise<Attempt> => {
    try {
      return await withTimeout(timeout, (signal) => receive(url, subject, signal))
    } catch (cause) {
      if (online()) return { error: unreachable(subject, cause), transient: true }
      return {
        error: new AtriumError('REMOTE_OFFLINE', { subject, remedy: 'Connect and retry.', cause }),
        transient: false,
      }
    }
  }
  return {
    /** @throws AtriumError REMOTE_UNKNOWN, REMOTE_OFFLINE, REGISTRY_UNREACHABLE or REGISTRY_INVALID. */
    async entry(remote: string): Promise<PageRegistry> {
      const url = hrefOf(`${paths.registry}/${encodeURIComponent(remote)}`)
      for (let retries = 0; ; retries++) {
        const result = await attempt(url, remote)
        if ('page' in result) return result.page
        const delay = retryDelays[retries]
        if (!result.transient || delay === undefined) throw result.error
        await new Promise((resolve) => setTimeout(resolve, delay * (1 + Math.random() / 2)))
      }
    },
    /** @throws AtriumError as `entry`. */
    async directory(): Promise<PageRegistry['directory']> {
      const result = await attempt(`${hrefOf(paths.registry)}?directory`, 'the directory')
      if ('page' in result) return result.page.directory
      throw result.error
    },
    /** One attempt: it is made again soon in any case. @throws AtriumError as `entry`. */
    async head() {
      const result = await attempt(`${hrefOf(paths.registry)}?flags`, 'the registry')
      if ('page' in result) return result
      throw result.error
    },
  }
}

export interface RegistryClientOptions extends RegistryRequestOptions {
  /** The part of the registry that came with the page. */
  readonly page: PageRegistry
  readonly verifier: RegistryVerifier
  /** Receives nothing that was not verified. */
  readonly trust: Trust
  /** Called at each check with the user's flags. Default: they are not read. */
  readonly onFlags?: ((flags: FlagStates) => void) | undefined
}

/** Which releases of a remote exist. What the page did not bring is requested by name, once. */
export interface RegistryClient {
  /** @throws AtriumError REMOTE_UNKNOWN, REMOTE_OFFLINE, REGISTRY_UNREACHABLE, REGISTRY_INVALID, or as the verifier. */
  readonly find: (remote: string) => Promise<KnownEntry>
  /** As `find`, but requested again whatever is known. */
  readonly refresh: (remote: string) => Promise<KnownEntry>
  /** Requests the current entry without putting it into force. @throws AtriumError as `find`. */
  readonly peek: (remote: string) => Promise<KnownEntry>
  /** Requests every remote's place in the navigation and in slots. @throws AtriumError as `find`. */
  readonly directory: () => Promise<PageRegistry['directory']>
  /** Requests the registry's serial. A failure changes nothing. */
  readonly check: () => Promise<void>
  /** The highest serial known to this page; 0 before anything was released. */
  readonly serial: () => number
  /** Remotes that the gateway's configuration switches off, as of the last check. */
  readonly switchedOff: () => readonly string[]
  /** Remotes whose entry in this page is older than the registry is known to be. */
  readonly outdated: () => readonly string[]
  /** Lets the next `find` request the entry again; when that fails, what was known stays in force. */
  readonly renew: (remote: string) => void
}

interface Cached {
  readonly entry: Promise<KnownEntry>
  /** Of the registry it was read from, at least. */
  readonly serial: number
  renew: boolean
}

export function createRegistryClient({
  page,
  verifier,
  trust,
  onFlags,
  ...options
}: RegistryClientOptions): RegistryClient {
  const requests = createRegistryRequests(options)
  const cache = new Map<string, Cached>()
  let serial = page.signed?.head.serial ?? 0
  let switchedOff: readonly string[] = []
  const admit = (entry: KnownEntry): KnownEntry => {
    for (const release of entry.releases) trust(`${entry.base}${release.version}/`, release.files)
    return entry
  }
  const peek = async (remote: string): Promise<KnownEntry> => verifier.entry(await requests.entry(remote), remote)
  const request = async (remote: string): Promise<KnownEntry> => admit(await peek(remote))
  const remember = (remote: string, entry: Promise<KnownEntry>): Promise<KnownEntry> => {
    const own: Cached = { entry, serial, renew: false }
    cache.set(remote, own)
    entry.catch(() => cache.get(remote) === own && cache.delete(remote))
    return entry
  }
  const refresh = (remote: string): Promise<KnownEntry> => remember(remote, request(remote))
  const brought = [...page.entries.map(({ listing }) => listing.name), ...page.unsigned.map(({ name }) => name)]
  // What came with the page and cannot be believed may be right at its source.
  for (const name of brought)
    remember(
      name,
      verifier.entry(page, name).then(admit, () => request(name)),
    ).catch(() => undefined)
  return {
    find(remote) {
      const before = cache.get(remote)
      if (!before) return refresh(remote)
      return before.renew
        ? remember(
            remote,
            request(remote).catch((error: unknown) => {
              // One that is listed no more is gone; anything else may pass.
              if (error instanceof AtriumError && error.code === 'REMOTE_UNKNOWN') throw error
              return before.entry
            }),
          )
        : before.entry
    },
    refresh,
    peek,
    directory: requests.directory,
    async check() {
      const head = await requests.head().catch(() => undefined)
      if (!head) return
      switchedOff = head.off
      if (head.page.flags) onFlags?.(head.page.flags)
      serial = Math.max(serial, await verifier.serial(head.page).catch(() => 0))
    },
    switchedOff: () => switchedOff,
    serial: () => serial,
    outdated: () => [...cache].filter(([, each]) => each.serial < serial && !each.renew).map(([remote]) => remote),
    renew(remote) {
      const cached = cache.get(remote)
      if (cached) cached.renew = true
    },
  }
}
