import type { Trust } from './registry-client.ts'

declare global {
  /** Handed over by the page's boot script; see platform/gateway/src/trust-boot.js. */
  var __atriumTrust: { readonly trust: Trust } | undefined
}

/**
 * Takes the right to admit releases from the page, so that no remote finds it there.
 * Without a boot script (a unit test) nothing is admitted, and so nothing loads.
 */
export function takeTrust(): Trust {
  const handed = globalThis.__atriumTrust
  Reflect.deleteProperty(globalThis, '__atriumTrust')
  return handed?.trust ?? (() => undefined)
}
