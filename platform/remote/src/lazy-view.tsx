import { createElement, lazy, type ComponentType, type ReactNode } from 'react'

type Load<Props extends object> = () => Promise<{ readonly default: ComponentType<Props> }>

/** Begins anew what has failed; empty while everything has come. */
const failed = new Set<() => void>()

/**
 * A component whose code is fetched when it is first drawn; draw it below a `<Suspense>`.
 *
 * Like `React.lazy`, which keeps a rejection for ever, but a failure is forgotten when the person
 * presses "Try again" in the remote's place. Until then the same error is thrown, so nothing loops.
 */
export function lazyView<Props extends object>(load: Load<Props>): (props: Props) => ReactNode {
  const begin = () =>
    lazy(() =>
      load().catch((error: unknown) => {
        failed.add(renew)
        throw error
      }),
    )
  let View = begin()
  const renew = (): void => {
    View = begin()
  }
  return function LazyView(props) {
    return createElement(View as ComponentType<Props>, props)
  }
}

/** The host calls this before it draws a remote again: every lazy view that failed is fetched anew. */
export function forgetFailures(): void {
  for (const renew of failed) renew()
  failed.clear()
}
