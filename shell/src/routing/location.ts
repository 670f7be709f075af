import type { Navigate, Route } from '@atrium/protocol'
import { siteBase } from '@atrium/remote'
import { useSyncExternalStore } from 'react'
import { siteUrl } from '../site.ts'

/** Path below the site's base, with a slash at its start: `/search?q=tea`. */
export type Location = string

const listeners = new Set<() => void>()

export function currentLocation(): Location {
  const { pathname, search } = window.location
  return `/${pathname.startsWith(siteBase()) ? pathname.slice(siteBase().length) : ''}${search}`
}

/** Opens an address of the workspace; the one that is open stays as it is. */
export const navigate: Navigate = (to, { replace = false } = {}) => {
  if (to === currentLocation()) return
  const url = siteUrl(to)
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

export const useLocation = (): Location => useSyncExternalStore(subscribe, currentLocation)

/** What lies behind `/` when nothing else is named. */
export const landingRemote = 'inbox'

/** Which remote an address belongs to, and where in it: `/inbox/m1` → inbox at `/m1`. */
export function resolve(location: Location): { readonly remote: string; readonly route: Route } {
  const url = new URL(location, 'http://page')
  const [, first = '', ...rest] = url.pathname.split('/')
  return {
    remote: first || landingRemote,
    route: { path: `/${rest.join('/')}`, query: Object.fromEntries(url.searchParams) },
  }
}
