/** Addresses of the gateway, below the page's own origin and base path. */
export const paths = {
  /** Head and directory of the registry, never cached. */
  registry: '/registry',
  /** `/releases/<remote or shell>/<version>/<file>`, immutable. */
  releases: '/releases',
  reports: '/api/reports',
  /** The process answers. */
  health: '/healthz',
  /** Whether it can do its work, with reasons: 200 or 503. */
  ready: '/readyz',
} as const

export const csrfHeader = 'x-atrium-csrf'

/**
 * Response header of the registry's head: names of the remotes that this gateway's configuration switches off, with
 * commas. It changes without a new registry, so a page reads it at every check. Absent where none is.
 */
export const switchedOffHeader = 'x-atrium-switched-off'

/**
 * What the releases of a remote share is beside their folders, at `/releases/<remote>/vendor/<file>`:
 * a registry package's code does not change with ours, and its address must not either.
 *
 * @returns Its name there; undefined for a file that belongs to one release.
 */
export const vendorFile = (file: string): string | undefined => /^js\/(vendor\.[0-9a-f]{10}\.js)$/.exec(file)?.[1]

const first = 4100
const count = 800

/** Version of what a dev server serves: it changes with every edit and is released nowhere. */
export const developmentVersion = '000000000000'

/** Port of a remote's dev server, derived from its name (FNV-1a), so that it needs no configuration. */
export function devPort(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return first + (hash % count)
}

/** Address of a remote's dev server; the folder of the version is below it. */
export const devBase = (name: string): string => `http://localhost:${devPort(name)}/dev/`
