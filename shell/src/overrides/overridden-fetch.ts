import { paths } from '@atrium/protocol'
import type { Override } from '@atrium/mail-contracts'
import { siteUrl } from '../site.ts'

/**
 * Names the page's overrides in every question to the registry, so that the answers are of the same
 * registry the page was made from, whatever another tab has dropped or added since.
 */
export function overriddenFetch(overrides: readonly Override[] = []): typeof fetch {
  const inForce = overrides.filter(({ refused }) => refused === undefined)
  return (asked, init) => {
    if (inForce.length === 0 || typeof asked !== 'string' || !asked.startsWith(siteUrl(paths.registry))) return fetch(asked, init)
    const url = new URL(asked, location.href)
    for (const { remote, base } of inForce) url.searchParams.append('override', `${remote}=${base}`)
    return fetch(`${url.pathname}${url.search}`, init)
  }
}
