/** No file has this hash, so the browser refuses it: an unknown URL fails as a load, never as an exception. */
const impossible = `sha384-${'A'.repeat(64)}`

declare global {
  /** Defined, frozen, by the page's boot script: the hash the registry lists for a URL. */
  var atriumIntegrity: ((url: string) => string | undefined) | undefined
}

/** The `integrity` a script or stylesheet must be loaded with. */
export const integrityOf = (url: string): string => globalThis.atriumIntegrity?.(url) ?? impossible
