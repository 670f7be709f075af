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

/** Opens an address of the workspace; the one that is open stays as it is, however it is escaped. */
export const navigate: Navigate = (to, { replace = false } = {}) => {
  const url = new URL(hrefOf(to), window.location.origin)
  const { pathname, search } = window.location
  if (`${url.pathname}${url.search}` === `${pathname}${search}`) return
  if (replace) history.replaceState(null, '', url)
  else history.pushState(null, '', url)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
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
