import path from 'node:path'
import ReactRefreshPlugin from '@pmmmwh/react-refresh-webpack-plugin'
import type { Externals } from './federation.ts'

/**
 * Fast Refresh across bundles needs one refresh runtime, known to react-dom before it is evaluated:
 * the development host has it and shares it with every remote under this global. A production host
 * has none; there an edit is applied without keeping state.
 */
const runtimeGlobal = '__atriumRefresh'

const noRuntime =
  '{injectIntoGlobalHook(){},register(){},createSignatureFunctionForTransform(){return function(t){return t}},' +
  'isLikelyComponentType(){return false},getFamilyByType(){},performReactRefresh(){}}'

/** Evaluated first in a development shell. */
export const refreshHostEntry = path.join(import.meta.dirname, 'refresh-host.js')

/** How a remote under development exposes a file: in a form that takes updates in any shell. */
export const refreshExposed = (file: string): string =>
  `!!${path.join(import.meta.dirname, 'refresh-exposed-loader.cjs')}!${file}?exposed`

export const refreshPlugin = () => new ReactRefreshPlugin({ overlay: false, exclude: [/node_modules/, /\?exposed$/] })

/** For remotes: the runtime is the host's. Imported by name, and by path in the code the plugin injects. */
export const refreshExternal: Externals = [
  async ({ request = '' }) =>
    /[\\/]react-refresh[\\/]runtime(\.js)?$|^react-refresh\/runtime$/.test(request)
      ? `var (self.${runtimeGlobal} || ${noRuntime})`
      : undefined,
]
