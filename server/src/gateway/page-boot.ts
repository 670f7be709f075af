import type { Boot, Override, Preview } from '@atrium/mail-contracts'
import type { PageRegistry } from '@atrium/protocol'
import type { LiveSession } from '../accounts/session-store.ts'
import type { Person } from './person.ts'
import type { Services } from './services.ts'
import type { Visitors } from './visitors.ts'

export interface PageBoot {
  readonly live: LiveSession | undefined
  readonly person: Person
  readonly registry: PageRegistry
  readonly overrides: readonly Override[]
}

/** What became of what the person was asked to try. */
const previewsFor = ({ releases }: Services, { previews }: Person): Promise<Preview[]> =>
  Promise.all(
    previews.map(async (preview) => {
      const channels = (await releases.listing(preview.remote))?.channels
      return Object.hasOwn(channels?.previews ?? {}, preview.name) ? preview : { ...preview, refused: 'it is over' }
    }),
  )

/** What the shell starts with. */
export function pageBoot(services: Services, visitors: Visitors) {
  const { config, createAccount, demo } = services
  return async ({ live, person, registry, overrides }: PageBoot): Promise<Boot> => ({
    basePath: config.basePath,
    product: { mailDomain: config.mailDomain, signUp: createAccount !== null, demo },
    session: live ? visitors.describe(live) : null,
    registry,
    ...(overrides.length > 0 ? { overrides: [...overrides] } : {}),
    ...(person.previews.length > 0 ? { previews: await previewsFor(services, person) } : {}),
  })
}
