/**
 * Checked by the type checker alone: what this source promises must serve hosts and remotes that were
 * released against the committed surface (shared/mail-contracts/released), and the other way round. An
 * error here is a breaking change: give the contract a new version in contract-versions.ts, then run
 * `npm run accept-contracts`.
 */
import type * as NowPlatform from '@atrium/protocol'
import type * as NowRegister from '@atrium/protocol/register'
import type * as Now from './src/index.ts'
import type * as ReleasedPlatform from './released/platform/protocol/src/index.d.ts'
import type * as ReleasedRegister from './released/platform/protocol/src/register.d.ts'
import type * as Released from './released/shared/mail-contracts/src/index.d.ts'

/** A remote of this source, in a host of then. */
export const inbox = (now: Now.InboxModules): Released.InboxModules => now
export const compose = (now: Now.ComposeModules): Released.ComposeModules => now
export const search = (now: Now.SearchModules): Released.SearchModules => now
export const settings = (now: Now.SettingsModules): Released.SettingsModules => now
export const anyPage = (now: NowPlatform.PageModule): ReleasedPlatform.PageModule => now

/** What is new in a remote is needed by nothing of then, and whoever needs it says so in its `requires`. */
type Known<Modules, Then> = Pick<Modules, keyof Modules & keyof Then>

/** A remote of then, in a host of this source. */
export const thenInbox = (then: Released.InboxModules): Known<Now.InboxModules, Released.InboxModules> => then
export const thenCompose = (then: Released.ComposeModules): Known<Now.ComposeModules, Released.ComposeModules> => then
export const thenSearch = (then: Released.SearchModules): Known<Now.SearchModules, Released.SearchModules> => then
export const thenSettings = (then: Released.SettingsModules): Known<Now.SettingsModules, Released.SettingsModules> =>
  then

/**
 * Payloads and state as the accepted releases expect them. The fields of mail are declared by both sources in the same
 * interfaces, where the type checker reports one that has changed (TS2717).
 */
export const events = (now: NowRegister.EventMap): ReleasedRegister.EventMap => now
export const session = (now: NowRegister.Session): ReleasedRegister.Session => now

/** A record of then, read by this source. */
export const record = (then: ReleasedPlatform.ReleaseRecord): NowPlatform.ReleaseRecord => then
export const entry = (then: ReleasedPlatform.RegistryEntry): NowPlatform.RegistryEntry => then
