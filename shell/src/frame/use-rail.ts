import { useMessages } from '@atrium/remote'
import { useId, useRef, type RefObject } from 'react'
import { messages } from '../messages.ts'
import type { FrameProps } from './frame-props.ts'
import { useDrawer, type Drawer } from './use-drawer.ts'
import { useNarrow } from './use-narrow.ts'

/** The button that opens the drawer, or makes the rail wide and narrow. */
export interface RailToggle {
  readonly label: string
  readonly expanded: boolean
  readonly railId: string
  readonly onToggle: () => void
}

export interface RailState {
  readonly narrow: boolean
  readonly collapsed: boolean
  readonly drawer: Drawer
  readonly toggle: RailToggle
  readonly toggleRef: RefObject<HTMLButtonElement | null>
}

/** A rail beside the page where there is room, else a drawer above it. */
export function useRail({ location, railCollapsed, onRailCollapsedChange }: FrameProps): RailState {
  const t = useMessages(messages)
  const narrow = useNarrow()
  const toggleRef = useRef<HTMLButtonElement>(null)
  const drawer = useDrawer({ narrow, location, opener: toggleRef })
  const railId = useId()
  const collapsed = railCollapsed && !narrow
  const wideLabel = collapsed ? t('expandRail') : t('collapseRail')
  const toggle: RailToggle = {
    label: narrow ? t('openMenu') : wideLabel,
    expanded: narrow ? drawer.open : !collapsed,
    railId,
    onToggle: narrow ? drawer.toggle : () => onRailCollapsedChange(!railCollapsed),
  }
  return { narrow, collapsed, drawer, toggle, toggleRef }
}
