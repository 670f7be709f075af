import type { IconName } from '@atrium/ui'
import type { LinkTarget } from './frame-link.tsx'

/** A page that can be reached from the frame. */
export interface NavigationItem extends LinkTarget {
  readonly id: string
  readonly label: string
  /** A name of the icon set; any other draws a puzzle piece. */
  readonly icon: IconName | (string & {})
  /** Is the page that is open. */
  readonly current: boolean
  /** Unread messages behind it. Default: no number. */
  readonly count?: number | undefined
}
