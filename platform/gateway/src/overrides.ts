import {
  devBase,
  developmentVersion,
  releaseRecordSchema,
  remoteNameSchema,
  type Override,
  type RegistryEntry,
} from '@atrium/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { errorMessage, quoted } from './log.ts'
import type { Settings } from './options.ts'
import { withRemotes, type SiteRegistry } from './registry.ts'
import { addressOf, siteOf, withoutParameter, isLoopback } from './requests.ts'

/** Name of the parameter in a page's address, and in a request for the registry. */
const parameter = 'override'

/** `?override=off` drops all of them. */
const none = 'off'

/** A dev server's files lie below a folder: no query, no credentials. */
const baseForm = /^https?:\/\/[\w.:[\]-]+\/([\w.~-]+\/)*$/

const isLoopbackPeer = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address)

/** `inbox` is at the address derived from its name; `inbox=http://localhost:4123/dev/` where it says. */
function parse(text: string): Override {
  const [remote = '', ...rest] = text.split('=')
  return { remote, base: rest.length > 0 ? rest.join('=') : devBase(remote) }
}

const requestedIn = (url: string): string[] => addressOf(url).searchParams.getAll(parameter)

/** The path and query of a request. */
const overridesIn = (url: string): Override[] =>
  requestedIn(url)
    .filter((text) => text !== none)
    .map(parse)

export const dropsOverrides = (url: string): boolean => requestedIn(url).includes(none)

/** The same address without the parameter. */
export const withoutOverrides = (url: string): string => withoutParameter(url, parameter)

/** Why a browser may not run unsigned code from there in its page; undefined when it may. */
function refusal(
  { overridePolicy, settingNames }: Settings,
  request: FastifyRequest,
  { remote, base }: Override,
): string | undefined {
  const policy = `${settingNames.overridePolicy}=${overridePolicy}`
  if (overridePolicy === 'off') return `this installation takes no overrides (${policy})`
  if (!v.is(remoteNameSchema, remote)) return 'that is no name of a remote'
  if (!baseForm.test(base) || !URL.canParse(base)) return 'that is no http address of a folder, with a slash at its end'
  if (overridePolicy === 'any') return undefined
  if (!isLoopback(new URL(base).hostname)) return `only a dev server on this machine is allowed (${policy})`
  const here = isLoopback(new URL(siteOf(request).originOf(request)).hostname) && isLoopbackPeer(request.ip)
  return here ? undefined : `only a page that is served on this machine may be overridden (${policy})`
}

/** The user typed the address: neither another site nor a link in a mail may choose what code runs here. */
const isTyped = (request: FastifyRequest): boolean => request.headers['sec-fetch-site'] === 'none'

/** A `fetch` by our own page. */
const isFromPage = (request: FastifyRequest): boolean => request.headers['sec-fetch-site'] === 'same-origin'

/** Overrides in this browser's cookie. */
function rememberedOverrides(request: FastifyRequest): Override[] {
  const text = request.cookies[siteOf(request).cookieName(parameter, request)] ?? ''
  return text === '' ? [] : text.split(' ').slice(0, 20).map(parse)
}

/** Until the browser is closed. */
export function rememberOverrides(request: FastifyRequest, reply: FastifyReply, overrides: readonly Override[]): void {
  const site = siteOf(request)
  const [name, attributes] = [site.cookieName(parameter, request), site.cookieAttributes(request)]
  if (overrides.length === 0) reply.clearCookie(name, attributes)
  else reply.setCookie(name, overrides.map(({ remote, base }) => `${remote}=${base}`).join(' '), attributes)
}

/**
 * Milliseconds for a dev server, which responds at once or is compiling. Beyond it: the override counts as not
 * reachable.
 */
const devServerTimeout = 5000

async function entryFrom(name: string, base: string): Promise<RegistryEntry> {
  const response = await fetch(`${base}${developmentVersion}/record.json`, {
    signal: AbortSignal.timeout(devServerTimeout),
    redirect: 'error',
  })
  if (!response.ok) throw new Error(`it responded with ${response.status}; does it compile?`)
  const record = v.parse(releaseRecordSchema, await response.json())
  if (record.name !== name) throw new Error(`${record.name} is there`)
  return { name, base, releases: [record] }
}

const reason = (error: unknown): string =>
  // What `fetch` throws for any failure of the network.
  Reflect.get(Object(error), 'name') === 'TypeError'
    ? 'nothing responds there; run `pnpm dev` with its name'
    : errorMessage(error)

/** A registry, and what became of each override. */
export interface Overridden {
  readonly registry: SiteRegistry
  readonly overrides: readonly Override[]
}

/**
 * The registry with some remotes taken from dev servers, as they are at this moment. One that was
 * refused, or does not respond, is taken from its release, and says why.
 */
export async function withOverrides(registry: SiteRegistry, wanted: readonly Override[]): Promise<Overridden> {
  if (wanted.length === 0) return { registry, overrides: [] }
  const taken = new Map<string, RegistryEntry>()
  const overrides = await Promise.all(
    wanted.map(async (override): Promise<Override> => {
      if (override.refused !== undefined) return override
      try {
        taken.set(override.remote, await entryFrom(override.remote, override.base))
        return override
      } catch (error) {
        return { ...override, refused: reason(error) }
      }
    }),
  )
  return { registry: withRemotes(registry, taken), overrides }
}

const followed = 'a link cannot override anything; type the address yourself'

interface Requested {
  readonly settings: Settings
  /** As this user gets it without overrides. */
  readonly registry: SiteRegistry
  readonly request: FastifyRequest
}

const judged = ({ settings, registry, request }: Requested, wanted: readonly Override[]): Promise<Overridden> =>
  withOverrides(
    registry,
    wanted.map((override) => {
      const refused = override.refused ?? refusal(settings, request, override)
      if (refused !== undefined && override.refused === undefined)
        siteOf(request).explain(
          'REMOTE_REFUSED',
          `an override of ${quoted(override.remote)} is not in force: ${refused}. ${settings.settingNames.overridePolicy} says who may load a remote from where.`,
        )
      return refused === undefined ? override : { ...override, refused }
    }),
  )

/** The registry for a page that was given overrides: it names them with each request, so that it sees one registry all its life. */
export const overriddenRegistry = async (requested: Requested): Promise<SiteRegistry> =>
  (await judged(requested, isFromPage(requested.request) ? overridesIn(requested.request.url) : [])).registry

export interface OverriddenPage extends Overridden {
  /** Whether the overrides of the address are in force and stored, so that the address need not repeat them. */
  readonly settled: boolean
}

/** What a page shows: the overrides in its address over those remembered. What is in force now is remembered. */
export async function overriddenPage(requested: Requested, reply: FastifyReply): Promise<OverriddenPage> {
  const { request } = requested
  const typed = isTyped(request)
  const requestedOverrides = overridesIn(request.url).map((override) =>
    typed ? override : { ...override, refused: followed },
  )
  const remembered = rememberedOverrides(request)
  const wanted = typed
    ? remembered.filter(({ remote }) => requestedOverrides.every((other) => other.remote !== remote))
    : remembered
  const site = await judged(requested, [...wanted, ...requestedOverrides])
  const settled = requestedOverrides.length > 0 && site.overrides.every(({ refused }) => refused === undefined)
  if (settled) rememberOverrides(request, reply, site.overrides)
  return { ...site, settled }
}
