import type { ChangePassword, LoadRemote, Preferences } from '@atrium/mail-contracts'

/** What the host lends to this package, so that remotes need to know nothing of the host. */
export interface Host {
  readonly load: LoadRemote
  readonly savePreferences: (changed: Partial<Preferences>) => Promise<void>
  /** @throws AtriumError with the gateway's code */
  readonly changePassword?: (change: ChangePassword) => Promise<void>
  readonly signOutEverywhere?: () => Promise<void>
}

let current: Host | undefined

/** Called once by the host before it mounts anything. */
export function provideHost(host: Host): void {
  current = host
}

export function host(): Host {
  if (!current) throw new Error('@atrium/remote has no host: call provideHost() before anything is mounted')
  return current
}

/**
 * Loads what another remote exposes: `const { openComposer } = await load('compose/composer')`.
 * A failed call is not remembered; the next one tries again.
 *
 * @throws AtriumError with a REMOTE_ code.
 */
export const load: LoadRemote = (name) => host().load(name)
