import type { ReactNode } from 'react'
import { Mark } from '../frame/mark.tsx'
import styles from './entrance.module.css'

export interface EntranceProps {
  readonly title: string
  readonly intro: string
  /** The form. */
  readonly children: ReactNode
  /** The way to the other page. */
  readonly foot: ReactNode
  /** Below the card. */
  readonly below?: ReactNode
}

/** What the signed-out pages have in common: the mark, one card, one task. */
export const Entrance = ({ title, intro, children, foot, below }: EntranceProps): ReactNode => (
  <main className={styles.entrance}>
    <div className={styles.card}>
      <div className={styles.head}>
        <Mark size={44} />
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.intro}>{intro}</p>
      </div>
      {children}
      {foot && <p className={styles.foot}>{foot}</p>}
    </div>
    {below && <div className={styles.below}>{below}</div>}
  </main>
)
