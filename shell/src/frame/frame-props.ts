import type { ReactNode } from 'react'
import type { LinkTarget } from './frame-link.tsx'
import type { NavigationItem } from './navigation-item.ts'

export interface FrameProps {
  /** Where the page is; a change closes the drawer. */
  readonly location: string
  readonly home: LinkTarget
  /** Icons only, where the screen is wide. */
  readonly railCollapsed: boolean
  readonly onRailCollapsedChange: (collapsed: boolean) => void
  readonly onCompose: () => void
  readonly search: ReactNode
  /** Beside the account: `OfflineNote`. */
  readonly note: ReactNode
  /** `AccountMenu`. */
  readonly account: ReactNode
  /** Drawn in the rail; told whether there is room for icons only. */
  readonly folders: (collapsed: boolean) => ReactNode
  /** At the foot of the rail. */
  readonly pages: readonly NavigationItem[]
  /** On a narrow screen: mail, search, settings. */
  readonly bar: readonly NavigationItem[]
  /** The composer's windows, above everything but toasts. */
  readonly windows: ReactNode
  readonly toasts: ReactNode
  /** The page. */
  readonly children: ReactNode
}
