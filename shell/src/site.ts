let basePath = '/'

/** Called once at start with what the gateway says; ends with a slash. */
export function serveBelow(path: string): void {
  basePath = path
}

/** Path prefix of the site, with a slash at its end. */
export const siteBase = (): string => basePath

/** Address of one of the gateway's `paths`, below the site's prefix. */
export const siteUrl = (path: string): string => basePath + path.replace(/^\//, '')
