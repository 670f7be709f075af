import type { ModuleFederationRuntimePlugin } from '@module-federation/runtime-core'
import { lendRuntime } from './lend-runtime.ts'
import { loadEntry } from './load-entry.ts'

/** Lends the page's one federation runtime to every remote, and loads entries our way. */
export default function hostRuntime(): ModuleFederationRuntimePlugin {
  return {
    name: 'atrium-host',
    beforeInit(args) {
      lendRuntime()
      return args
    },
    loadEntry: ({ remoteInfo }) => loadEntry(remoteInfo.entry, remoteInfo.entryGlobalName),
  }
}
