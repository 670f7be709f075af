import path from 'node:path'
import ReactRefreshPlugin from '@pmmmwh/react-refresh-webpack-plugin'
import type { Configuration } from 'webpack'

/**
 * Fast Refresh across bundles needs one refresh runtime, known to react-dom before it is evaluated:
 * the development shell has it and lends it to every remote under this global. A production shell
 * has none; there an edit is applied without keeping state.
 */
const runtimeGlobal = '__atriumRefresh'

const noRuntime =
  '{injectIntoGlobalHook(){},register(){},createSignatureFunctionForTransform(){return function(t){return t}},' +
  'isLikelyComponentType(){return false},getFamilyByType(){},performReactRefresh(){}}'

/** Evaluated first in a development shell. */
export const refreshHostEntry = path.join(import.meta.dirname, 'refresh-host.js')

export const refreshPlugin = () => new ReactRefreshPlugin({ overlay: false })

/** For remotes: the runtime is the shell's. */
export const refreshExternal: NonNullable<Configuration['externals']> = {
  'react-refresh/runtime': `var (self.${runtimeGlobal} || ${noRuntime})`,
}
