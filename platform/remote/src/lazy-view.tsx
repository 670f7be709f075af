import { createElement, lazy, type ComponentType, type ReactNode } from 'react'

type Load<Props extends object> = () => Promise<{ readonly default: ComponentType<Props> }>

/** One reset for each view whose code could not be loaded. */
const failedViews = new Set<() => void>()

/**
 * A component whose code is loaded when it is first rendered. Render it below a `<Suspense>`.
 *
 * Like `React.lazy`, which caches a rejection permanently; here the code is requested again after the user has
 * pressed "Try again" where the remote failed. Until then the same error is thrown, so that nothing loops.
 */
export function lazyView<Props extends object>(load: Load<Props>): (props: Props) => ReactNode {
  const createView = () =>
    lazy(() =>
      load().catch((error: unknown) => {
        failedViews.add(reset)
        throw error
      }),
    )
  let View = createView()
  const reset = (): void => {
    View = createView()
  }
  return function LazyView(props) {
    return createElement(View as ComponentType<Props>, props)
  }
}

/** Called by the host before it renders a remote again: lazy views that failed are loaded again. */
export function resetFailedViews(): void {
  for (const reset of failedViews) reset()
  failedViews.clear()
}
