import type { Navigate, Route } from '@atrium/protocol'
import { hrefOf, basePath } from '@atrium/remote'
import { useSyncExternalStore } from 'react'

/** Path below the site's base, with a slash at its start, and its query: `/search?q=tea`. */
export type Address = string

const listeners = new Set<() => void>()

export function currentAddress(): Address {
  const { pathname, search } = window.location
  return `/${pathname.startsWith(basePath()) ? pathname.slice(basePath().length) : ''}${search}`
}

/** What a page does with addresses that need a page of their own. */
interface OwnPages {
  readonly isOwn: (address: Address) => boolean
  /** Loads the page of an address. */
  readonly load: (url: URL, replace: boolean) => void
  readonly reload: () => void
}

let ownPages: OwnPages | undefined

/**
 * Called by the host: these remotes were granted sources that the policy of this page lacks, and a policy is that of a
 * document. So their addresses are opened by loading the page.
 */
export function provideOwnPages(
  remotes: readonly string[],
  landingRemote: string,
  { load, reload }: Pick<OwnPages, 'load' | 'reload'> = {
    load: (url, replace) => (replace ? location.replace(url) : location.assign(url)),
    reload: () => location.reload(),
  },
): void {
  ownPages = { isOwn: (address) => remotes.includes(resolveAddress(address, landingRemote).remote), load, reload }
}

/** Opens an address of the workspace; the one that is open stays as it is, however it is escaped. */
export const navigate: Navigate = (to, { replace = false } = {}) => {
  const url = new URL(hrefOf(to), window.location.origin)
  const { pathname, search } = window.location
  if (`${url.pathname}${url.search}` === `${pathname}${search}`) return
  if (ownPages?.isOwn(to)) return ownPages.load(url, replace)
  if (replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  // The browser has changed the address already.
  const moved = (): void => (ownPages?.isOwn(currentAddress()) ? ownPages.reload() : listener())
  listeners.add(listener)
  window.addEventListener('popstate', moved)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', moved)
  }
}

export const useAddress = (): Address => useSyncExternalStore(subscribe, currentAddress)

/** The remote an address belongs to, and the rest of it for that remote: `/inbox/m1` → inbox at `/m1`. */
export function resolveAddress(
  address: Address,
  landingRemote: string,
): { readonly remote: string; readonly route: Route } {
  const mark = address.indexOf('?')
  const path = mark < 0 ? address : address.slice(0, mark)
  // Only the path is parsed as a URL, behind one slash: `//x` is a path here, and not another host.
  const { pathname } = new URL(`http://page/${path.replace(/^\/+/, '')}`)
  const [, first = '', ...rest] = pathname.split('/')
  return {
    remote: first || landingRemote,
    route: {
      path: `/${rest.join('/')}`,
      query: Object.fromEntries(new URLSearchParams(mark < 0 ? '' : address.slice(mark))),
    },
  }
}
