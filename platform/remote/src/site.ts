let base = '/'

/** Called once by the host, with what the gateway says; ends with a slash. Default: `/`. */
export function serveBelow(path: string): void {
  base = path
}

/** Path prefix of the site, with a slash at its end. */
export const siteBase = (): string => base

/**
 * What a link to an address of the workspace (`/search?q=tea`) has as its `href`, so that it can be opened in a
 * new tab too. `navigate` takes the address itself.
 */
export const hrefOf = (address: string): string => base + address.replace(/^\/+/, '')
