import * as runtimeCore from '@module-federation/runtime-core'
import type { ModuleFederationRuntimePlugin } from '@module-federation/runtime-core'
import { loadEntry } from './load-entry.ts'

/**
 * Lends the page's one runtime core to every remote, and loads entries our way.
 * Federation's own `provideExternalRuntime` bundles a second whole core from its CommonJS build.
 */
export default function hostRuntime(): ModuleFederationRuntimePlugin {
  return {
    name: 'atrium-host',
    beforeInit(args) {
      Object.defineProperty(self, '_FEDERATION_RUNTIME_CORE', { value: runtimeCore, configurable: true })
      return args
    },
    loadEntry: ({ remoteInfo }) => loadEntry(remoteInfo.entry, remoteInfo.entryGlobalName),
  }
}
