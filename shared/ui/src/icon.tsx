import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon.module.css'
import { icons, type IconName } from './icons.ts'

const directed = new Set<string>([
  'arrow-left',
  'chevron-left',
  'chevron-right',
  'external',
  'forward',
  'list',
  'list-ordered',
  'log-out',
  'quote',
  'rail-close',
  'rail-open',
  'reply',
  'reply-all',
  'send',
  'undo',
])

export interface IconProps {
  /** A name of the set; any other draws a puzzle piece. */
  readonly name: IconName | (string & {})
  /** Pixels. Default: 20. */
  readonly size?: 16 | 20 | 24 | undefined
  /** What it says, where no text beside it says so. Default: none, it is decoration. */
  readonly label?: string | undefined
  /** Drawn full, as a set star is. Default: false. */
  readonly filled?: boolean | undefined
  readonly className?: string | undefined
}

/** A sign of the icon set, in the colour of the text around it. */
export function Icon({ name, size = 20, label, filled = false, className }: IconProps): ReactNode {
  const Drawing = Object.hasOwn(icons, name) ? icons[name as IconName] : icons.puzzle
  const classes = classNames(styles.icon, filled && styles.filled, directed.has(name) && styles.directed, className)
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return <Drawing {...naming} size={size} strokeWidth={size === 16 ? 2 : 1.75} className={classes} focusable={false} />
}
