import type { RegistryEntry, ReleaseRecord } from '@atrium/protocol'

/** No file has this hash, so the browser refuses it: an unknown URL fails as a load, never as an exception. */
const impossible = `sha384-${'A'.repeat(64)}`

/** Allows the files of a release to load, each with its hash. `base` is the URL path they lie below. */
export type Trust = (base: string, files: Readonly<Record<string, string>>) => void

declare global {
  /** Defined, frozen, by the page's boot script: the hash that the registry lists for a URL. */
  var atriumIntegrity: ((url: string) => string | undefined) | undefined
  /** Handed over by the page's boot script; see platform/gateway/src/trust-boot.js. */
  var __atriumTrust: { readonly trust: Trust } | undefined
}

/** The `integrity` that a script or stylesheet must be loaded with; empty for files of a dev server. */
export const integrityOf = (url: string): string => globalThis.atriumIntegrity?.(url) ?? impossible

/**
 * Takes the right to admit releases from the page, so that no remote finds it there.
 * Without a boot script (a unit test) nothing is admitted, and so nothing loads.
 */
export function takeTrust(): Trust {
  const handed = globalThis.__atriumTrust
  Reflect.deleteProperty(globalThis, '__atriumTrust')
  return handed?.trust ?? (() => undefined)
}

/** URL of a file of a release. */
export const releaseUrl = (entry: RegistryEntry, release: ReleaseRecord, file: string): string =>
  new URL(`${entry.base}${release.version}/${file}`, location.href).href
