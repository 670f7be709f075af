import type { ComponentProps, MouseEvent, ReactNode } from 'react'

/** A place in the workspace: an address for the browser, and how the page gets there without leaving. */
export interface LinkTarget {
  readonly href: string
  readonly onOpen: () => void
  /** The person is about to open it: the pointer or the focus has come. */
  readonly onIntent?: (() => void) | undefined
}

export interface FrameLinkProps extends Omit<ComponentProps<'a'>, 'href' | 'onClick' | 'target'> {
  readonly to: LinkTarget
  readonly children: ReactNode
}

const opensElsewhere = (event: MouseEvent): boolean =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey

/** A real link: a plain click stays in the page, any other does what links do. */
export const FrameLink = ({ to, children, ...rest }: FrameLinkProps): ReactNode => (
  <a
    {...rest}
    href={to.href}
    onPointerEnter={to.onIntent}
    onFocus={to.onIntent}
    onClick={(event) => {
      if (opensElsewhere(event)) return
      event.preventDefault()
      to.onOpen()
    }}
  >
    {children}
  </a>
)
