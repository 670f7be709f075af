import { createInstance } from '@module-federation/runtime'
import type { ModuleFederationRuntimePlugin } from '@module-federation/runtime-core'
import federation, { bundlerRuntime, runtime } from '@module-federation/webpack-bundler-runtime/bundler'
import { initContainerEntry } from '@module-federation/webpack-bundler-runtime/dist/initContainerEntry.js'
import { loadEntry } from './entry-script.ts'

/**
 * Shares with remotes the federation runtime that the page has already; see configs/webpack/remote.ts. Each
 * makes an instance of its own with it: `init` would return the host's, or refuse one of another build. A
 * host has no container itself, so its build leaves `initContainerEntry` out.
 */
function shareRuntime(): void {
  const shared = {
    ...federation,
    runtime: { ...runtime, init: createInstance },
    bundlerRuntime: { ...bundlerRuntime, initContainerEntry },
  }
  Object.defineProperty(self, '__atriumFederation', { value: Object.freeze(shared), configurable: true })
}

/** For `runtimePlugins` of the host's build: one federation runtime for every remote, and entries loaded by `loadEntry`. */
export default function hostRuntime(): ModuleFederationRuntimePlugin {
  return {
    name: 'atrium-host',
    beforeInit(args) {
      shareRuntime()
      return args
    },
    loadEntry: ({ remoteInfo: { name, entry, entryGlobalName } }) =>
      // The name in the runtime has the release behind it: `inbox@0123456789ab`.
      loadEntry({ url: entry, globalName: entryGlobalName, remote: name.replace(/@.*/, '') }),
  }
}
