import { AtriumError } from '@atrium/protocol'

interface DevToolsHook {
  inject: (renderer: { readonly version?: string }) => number
  readonly [key: string]: unknown
}

const hookName = '__REACT_DEVTOOLS_GLOBAL_HOOK__'

const silent = (): DevToolsHook => ({
  inject: () => 1,
  supportsFiber: true,
  isDisabled: false,
  renderers: new Map(),
  onCommitFiberRoot: () => undefined,
  onCommitFiberUnmount: () => undefined,
  onPostCommitFiberRoot: () => undefined,
  checkDCE: () => undefined,
})

/**
 * Every react-dom announces itself to the DevTools hook. Listening there tells when a second one has
 * come into the page, from wherever; must run before the first is evaluated.
 */
export function watchRenderers(onSecond: (error: AtriumError) => void): void {
  const hook = (Reflect.get(globalThis, hookName) as DevToolsHook | undefined) ?? silent()
  const { inject } = hook
  let first: string | undefined
  hook.inject = (renderer) => {
    const version = renderer.version ?? 'of unknown version'
    if (first !== undefined) {
      const from = /https?:\/\/\S+?(?=:\d+:\d+)/.exec(new Error().stack?.split('\n').slice(2).join('\n') ?? '')?.[0]
      onSecond(
        new AtriumError('SECOND_COPY', {
          subject: `react-dom ${version} from ${from ?? 'an unnamed bundle'}, beside ${first}`,
          remedy: 'Build the remote with the factory of @atrium/configs, which takes react-dom from the host.',
        }),
      )
    }
    first ??= version
    return inject.call(hook, renderer)
  }
  Reflect.set(globalThis, hookName, hook)
}
