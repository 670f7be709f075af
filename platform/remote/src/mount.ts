// Views that are not written in React.

/** What `mount` returns. */
export interface MountedView<Props> {
  /** Called with the props of each later rendering. Default: the view keeps those it was mounted with. */
  readonly update?: (props: Props) => void
  /** Called once, when the view is taken out of the page; its element is removed after that. */
  readonly unmount: () => void
}

/**
 * A view without React, which a module exports as `mount` in place of a component. It renders into an empty element that
 * is its own, and throws when it cannot.
 */
export type Mount<Props> = (element: HTMLElement, props: Props) => MountedView<Props>
