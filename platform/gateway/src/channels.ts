import type { Preview, Channels, Listing } from '@atrium/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { addressOf, siteOf, withoutParameter } from './requests.ts'
import type { Visitor } from './sessions.ts'

/** As much of a person as decides which releases they get. */
export interface Person {
  /** Account, for a choice that stays the same. Undefined before signing in. */
  readonly id: string | undefined
  readonly groups: ReadonlySet<string>
  /** Previews that a link has opted them into. */
  readonly previews: readonly Preview[]
}

export const anonymous: Person = { id: undefined, groups: new Set(), previews: [] }

/** Where a person stands on a scale from 0 to 100: at the same place as long as the canary lasts, at another for the next one. */
function place(name: string, version: string, id: string): number {
  return (createHash('sha256').update(`${name} ${version} ${id}`).digest().readUInt32BE(0) / 2 ** 32) * 100
}

function isIn(name: string, { version, percent, cohorts }: NonNullable<Channels['canary']>, person: Person): boolean {
  if (cohorts.some((cohort) => person.groups.has(cohort))) return true
  return person.id !== undefined && place(name, version, person.id) < percent
}

export type IsStopped = (remote: string, version: string) => boolean

/** Versions of a remote for one person, best first: a preview, the canary, the stable one, the one before it. */
export function chooseReleases({ name, channels }: Listing, person: Person, isStopped: IsStopped): string[] {
  const { stable, previous, canary, previews } = channels
  const wanted = person.previews.find(({ remote }) => remote === name)?.name
  const preview = wanted !== undefined && Object.hasOwn(previews, wanted) ? previews[wanted] : undefined
  const canaried = canary && !isStopped(name, canary.version) && isIn(name, canary, person) ? canary.version : undefined
  return [...new Set([preview, canaried, stable, previous].filter((version) => version !== undefined))]
}

/** Name of the parameter in a page's address: `?preview=inbox:new-list`; `off` drops all. */
const parameter = 'preview'

const form = /^([a-z][a-z0-9-]{0,39}):([a-z0-9][a-z0-9-]{0,39})$/

const parse = (text: string): Preview[] => {
  const [, remote, name] = form.exec(text) ?? []
  return remote !== undefined && name !== undefined ? [{ remote, name }] : []
}

/** The values of a query parameter; undefined without one. An empty list drops what is remembered. */
export function previewsIn(url: string): Preview[] | undefined {
  const values = addressOf(url).searchParams.getAll(parameter)
  return values.length === 0 ? undefined : values.flatMap(parse)
}

/** The same address without the parameter. */
export const withoutPreviews = (url: string): string => withoutParameter(url, parameter)

/** The previews this browser has opted into. */
export const rememberedPreviews = (request: FastifyRequest): Preview[] =>
  (request.cookies[siteOf(request).cookieName(parameter, request)] ?? '').split(' ').slice(0, 20).flatMap(parse)

/** Until the browser is closed. */
export function rememberPreviews(request: FastifyRequest, reply: FastifyReply, previews: readonly Preview[]): void {
  const site = siteOf(request)
  const [name, attributes] = [site.cookieName(parameter, request), site.cookieAttributes(request)]
  const text = previews.map(({ remote, name }) => `${remote}:${name}`).join(' ')
  if (text === '') reply.clearCookie(name, attributes)
  else reply.setCookie(name, text, attributes)
}

/** As much of who makes a request as decides which releases they get. */
export const personOf = (request: FastifyRequest, visitor: Visitor | undefined): Person => ({
  id: visitor?.id,
  groups: visitor?.groups ?? new Set(),
  previews: rememberedPreviews(request),
})
