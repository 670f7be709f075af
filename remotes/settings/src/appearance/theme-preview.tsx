import { classNames } from '@atrium/ui'
import type { ReactNode } from 'react'
import styles from './theme-preview.module.css'

function Window({ theme }: { readonly theme: 'light' | 'dark' }): ReactNode {
  return (
    <span className={classNames(styles.window, styles[theme])}>
      <span className={styles.rail}>
        <span className={styles.button} />
        <span className={styles.folder} />
        <span className={styles.folder} />
      </span>
      <span className={styles.sheet}>
        {['70%', '54%', '62%', '46%'].map((inlineSize, index) => (
          <span key={inlineSize} className={classNames(styles.row, index === 1 && styles.selected)}>
            <span className={styles.dot} />
            <span className={styles.line} style={{ inlineSize }} />
          </span>
        ))}
      </span>
    </span>
  )
}

/** A workspace a hand wide, in the colours it will have. `system` is half and half. */
export const ThemePreview = ({ theme }: { readonly theme: 'system' | 'light' | 'dark' }): ReactNode => (
  <span className={styles.preview}>
    {theme === 'system' ? (
      <>
        <Window theme="light" />
        <span className={styles.half}>
          <Window theme="dark" />
        </span>
      </>
    ) : (
      <Window theme={theme} />
    )}
  </span>
)
