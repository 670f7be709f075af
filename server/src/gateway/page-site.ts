import { devBase, developmentVersion } from '@atrium/protocol'
import type { Override } from '@atrium/mail-contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isTyped, overridesIn, refusal, rememberedOverrides, rememberOverrides } from './page-overrides.ts'
import type { Person } from './person.ts'
import type { ShellRelease } from './shell-release.ts'
import type { Services } from './services.ts'
import { withOverrides, type Overridden } from './with-overrides.ts'

const followed = 'a link cannot override anything; type the address yourself'

/** The registry for one request, with the overrides it asks for as far as they are allowed. */
export async function siteWith(
  { config, releases }: Services,
  request: FastifyRequest,
  { person, wanted }: { readonly person: Person; readonly wanted: readonly Override[] },
): Promise<Overridden> {
  const judged = wanted.map((override) => {
    const refused = override.refused ?? refusal(config, request, override)
    return refused === undefined ? override : { ...override, refused }
  })
  return withOverrides(await releases.registry(person), judged)
}

export interface PageSite extends Overridden {
  /** Whether what the address asked for is in force and remembered, so that it need not ask again. */
  readonly settled: boolean
}

/** What a page shows: the overrides in its address over those remembered. What is in force now is remembered. */
export async function pageSite(
  services: Services,
  { request, reply, person }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly person: Person },
): Promise<PageSite> {
  const typed = isTyped(request)
  const asked = overridesIn(request.url).map((override) => (typed ? override : { ...override, refused: followed }))
  const kept = rememberedOverrides(services.config, request)
  const wanted = typed ? kept.filter(({ remote }) => asked.every((other) => other.remote !== remote)) : kept
  const site = await siteWith(services, request, { person, wanted: [...wanted, ...asked] })
  const settled = asked.length > 0 && site.overrides.every(({ refused }) => refused === undefined)
  if (settled) rememberOverrides(services.config, request, reply)(site.overrides)
  return { ...site, settled }
}

/** Where files without a known hash may come from in this page, each with a slash at its end. */
export function unsignedBases({ config }: Services, shell: ShellRelease, overrides: readonly Override[]): string[] {
  const taken = overrides.filter(({ refused }) => refused === undefined).map(({ base }) => base)
  const ownShell = shell.record.version === developmentVersion ? [shell.base, devBase('shell')] : []
  return [...ownShell, ...(config.overrides?.values() ?? []), ...taken]
}
