import type { Channels, FlagStates, Listing, Preview } from '@atrium/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { addressOf, siteOf, withoutParameter } from './requests.ts'
import type { Visitor } from './sessions.ts'

/** What decides which releases a user gets. */
export interface User {
  /** Account, for a choice that stays the same. Undefined before signing in. */
  readonly id: string | undefined
  readonly groups: ReadonlySet<string>
  /** Previews that a link has opted them into. */
  readonly previews: readonly Preview[]
}

export const anonymous: User = { id: undefined, groups: new Set(), previews: [] }

/** The position of a user on a scale from 0 to 100: the same as long as the canary lasts, another one for the next canary. */
function place(name: string, version: string, id: string): number {
  return (createHash('sha256').update(`${name} ${version} ${id}`).digest().readUInt32BE(0) / 2 ** 32) * 100
}

function isIn(name: string, { version, percent, cohorts }: NonNullable<Channels['canary']>, user: User): boolean {
  if (cohorts.some((cohort) => user.groups.has(cohort))) return true
  return user.id !== undefined && place(name, version, user.id) < percent
}

/** Of a flag's cohorts, the one that a user is in. */
const groupOf = (cohorts: readonly string[], { groups }: User) => cohorts.find((cohort) => groups.has(cohort))

/** The flags of the host's listing as they are for one user, with the share of users chosen as that of a canary is. */
export const flagsFor = (flags: Listing['flags'] = {}, user: User): FlagStates =>
  Object.fromEntries(
    Object.entries(flags).map(([name, { percent, cohorts }]) => {
      if (percent === 100) return [name, { on: true, why: 'everyone' }]
      const group = groupOf(cohorts, user)
      if (group !== undefined) return [name, { on: true, why: `group ${group}` }]
      const why = percent > 0 ? `${percent} %` : cohorts.length > 0 ? 'groups' : 'no one'
      return [name, { on: user.id !== undefined && place('flag', name, user.id) < percent, why }]
    }),
  )

export type IsStopped = (remote: string, version: string) => boolean

/** Versions of a remote for one user, best first: a preview, the canary, the stable one, the one before it. */
export function chooseReleases({ name, channels }: Listing, user: User, isStopped: IsStopped): string[] {
  const { stable, previous, canary, previews } = channels
  const wanted = user.previews.find(({ remote }) => remote === name)?.name
  const preview = wanted !== undefined && Object.hasOwn(previews, wanted) ? previews[wanted] : undefined
  const canaried = canary && !isStopped(name, canary.version) && isIn(name, canary, user) ? canary.version : undefined
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
export const userOf = (request: FastifyRequest, visitor: Visitor | undefined): User => ({
  id: visitor?.id,
  groups: visitor?.groups ?? new Set(),
  previews: rememberedPreviews(request),
})
