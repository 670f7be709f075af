import { createInstance } from '@module-federation/runtime'
import federation, { bundlerRuntime, runtime } from '@module-federation/webpack-bundler-runtime/bundler'
import { initContainerEntry } from '@module-federation/webpack-bundler-runtime/dist/initContainerEntry.js'

/**
 * Lends remotes the federation runtime that the page has already; see configs/webpack/remote.ts. Each
 * makes an instance of its own with it: `init` would hand out the shell's, or refuse one of another
 * build. A host has no container itself, so its build leaves `initContainerEntry` out.
 */
export function lendRuntime(): void {
  const lent = {
    ...federation,
    runtime: { ...runtime, init: createInstance },
    bundlerRuntime: { ...bundlerRuntime, initContainerEntry },
  }
  Object.defineProperty(self, '__atriumFederation', { value: Object.freeze(lent), configurable: true })
}
