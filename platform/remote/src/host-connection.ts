import { AtriumError, type Contributed, type LoadRemote } from '@atrium/protocol'
import type { HostActions, Preferences } from '@atrium/protocol/register'
import type { ComponentType, ReactNode } from 'react'

export interface SlotProps {
  /** Name of the slot, as contributions have it: `message.action`. */
  readonly name: string
  /** What each contribution receives. Default: nothing. */
  readonly props?: object
  /** Renders only contributions that take this media type. Default: all. */
  readonly mediaType?: string | undefined
  /** Federated name of the one contribution to render. Default: all. */
  readonly only?: string | undefined
  /** Works from the first moment, and when the remote cannot be loaded. Default: the product's skeleton and failure. */
  readonly placeholder?: ReactNode
}

/** How a host renders slots. */
export interface HostSlots {
  readonly Slot: ComponentType<SlotProps>
  readonly useContributions: (slot: string) => readonly Contributed[]
}

/** What the host provides to this package, so that remotes do not depend on the host. */
export interface Host {
  readonly load: LoadRemote
  readonly savePreferences: (changed: Partial<Preferences>) => Promise<void>
  /** What this product's remotes may request of the host. Default: nothing. */
  readonly actions?: Partial<HostActions>
  /** Default: nothing is in any slot. */
  readonly slots?: HostSlots
}

let current: Host | undefined

/** Called once by the host before it mounts anything. */
export function provideHost(host: Host): void {
  current = host
}

export function currentHost(): Host {
  if (!current) throw new Error('@atrium/remote has no host: call provideHost() before anything is mounted')
  return current
}

/**
 * Loads what another remote exposes: `const { openComposer } = await load('compose/composer')`.
 * A failed call is not cached; the next one tries again.
 *
 * @throws AtriumError with a REMOTE_ code.
 */
export const load: LoadRemote = (name) => currentHost().load(name)

/**
 * An action of the host, by name: `await hostAction('signOutEverywhere')()`.
 *
 * @throws AtriumError REQUEST_INVALID when this host does not have it: it is older than the remote, or another product's.
 */
export function hostAction<Name extends keyof HostActions>(name: Name): NonNullable<HostActions[Name]> {
  const action = currentHost().actions?.[name]
  if (action) return action as NonNullable<HostActions[Name]>
  throw new AtriumError('REQUEST_INVALID', {
    subject: `the host action ${String(name)}`,
    remedy: 'Reload the page: it is older than this part of it.',
  })
}

let base = '/'

/** Called once by the host, with the path from the boot data; ends with a slash. Default: `/`. */
export function setBasePath(path: string): void {
  base = path
}

/** Path prefix of the site, with a slash at its end. */
export const basePath = (): string => base

/**
 * `href` of a link to an address of the workspace (`/search?q=tea`), so that it can be opened in a new tab too.
 * `navigate` takes the address itself.
 */
export function hrefOf(address: string): string {
  // As the browser will read it: `/\\x`, a tab between two slashes and `.//x` would name another host, `..` leave the base.
  const { pathname, search, hash } = new URL(`http://page/${address.replace(/^[\s/\\]+/, '')}`)
  return `${base}${pathname.replace(/^\/+/, '')}${search}${hash}`
}
