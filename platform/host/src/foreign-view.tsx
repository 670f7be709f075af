import { AtriumError } from '@atrium/protocol'
import type { Mount, MountedView } from '@atrium/remote'
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'

// Views of remotes that are not written in React, or in a React of their own: they export `mount`.

/** `mount` of a module that has it and no component; undefined for a component. */
export function mountOf(module: unknown): Mount<object> | undefined {
  const exports: Readonly<Record<string, unknown>> = typeof module === 'object' && module !== null ? { ...module } : {}
  const { default: component, mount } = exports
  return component === undefined && typeof mount === 'function' ? (mount as Mount<object>) : undefined
}

/** @throws AtriumError REMOTE_SHAPE_WRONG */
function checked(name: string, mounted: unknown): MountedView<object> {
  if (typeof mounted === 'object' && mounted !== null && typeof Reflect.get(mounted, 'unmount') === 'function')
    return mounted as MountedView<object>
  throw new AtriumError('REMOTE_SHAPE_WRONG', {
    subject: `${name}: mount returned no { unmount }`,
    remedy: 'Return an object with a function unmount, and update if the view follows its props.',
  })
}

export interface ForeignViewProps {
  /** Federated name, for errors. */
  readonly name: string
  readonly mount: Mount<object>
  readonly props: object
}

/**
 * An element that belongs to a view in another framework, for as long as it is mounted. What the view throws is thrown in
 * an effect, so that the boundary around it catches it like that of a component.
 */
export function ForeignView({ name, mount, props }: ForeignViewProps): ReactNode {
  const element = useRef<HTMLDivElement>(null)
  const view = useRef<MountedView<object>>(undefined)
  const given = useRef<object>(props)
  useLayoutEffect(() => {
    const container = document.createElement('div')
    container.style.display = 'contents'
    element.current?.append(container)
    view.current = checked(name, mount(container, given.current))
    return () => {
      const mounted = view.current
      view.current = undefined
      try {
        mounted?.unmount()
      } finally {
        container.remove()
      }
    }
  }, [name, mount])
  useEffect(() => {
    if (given.current === props) return
    given.current = props
    view.current?.update?.(props)
  }, [props])
  return <div ref={element} style={{ display: 'contents' }} />
}
