// Development only; see refresh-exposed-loader.cjs.
import { createElement, useSyncExternalStore } from 'react'

/** A component that renders `first`, and after each `replace` its successor, remounted. */
export function liveView(first) {
  let current = { component: first, key: 0 }
  const listeners = new Set()
  const subscribe = (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    View(props) {
      const { component, key } = useSyncExternalStore(subscribe, () => current)
      return createElement(component, { ...props, key })
    },
    replace(component) {
      current = { component, key: current.key + 1 }
      for (const listener of listeners) listener()
    },
  }
}
