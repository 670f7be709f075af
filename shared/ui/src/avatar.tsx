import type { CSSProperties, ReactNode } from 'react'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'
import { hueOf, initials } from './initials.ts'

export interface AvatarProps {
  /** Decides the colour, which stays the same everywhere. */
  readonly address: string
  readonly name?: string | undefined
  /** 24, 32 or 40 pixels. Default: `medium`. */
  readonly size?: 'small' | 'medium' | 'large' | undefined
}

/** Initials on a colour of their own. Decoration: the name stands beside it. */
export function Avatar({ address, name, size = 'medium' }: AvatarProps): ReactNode {
  const style = { '--hue': hueOf(address) } as CSSProperties
  return (
    <span aria-hidden className={classNames(styles.avatar, styles[size])} style={style}>
      {initials(name, address)}
    </span>
  )
}
