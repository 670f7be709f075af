import { Badge, Button, classNames, Icon, IconButton, Tooltip } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { FrameLink } from './frame-link.tsx'
import type { NavigationItem } from './navigation-item.ts'
import styles from './rail.module.css'

export interface RailProps {
  /** Icons only. */
  readonly collapsed: boolean
  /** Above all else, where the header has no room for it. */
  readonly brand?: ReactNode
  readonly onCompose: () => void
  readonly folders: ReactNode
  readonly pages: readonly NavigationItem[]
}

function Page({ item, collapsed }: { readonly item: NavigationItem; readonly collapsed: boolean }): ReactNode {
  const link = (
    <FrameLink
      to={item}
      aria-current={item.current ? 'page' : undefined}
      aria-label={collapsed ? item.label : undefined}
      className={styles.item}
    >
      <Icon name={item.icon} />
      {!collapsed && <span className={styles.label}>{item.label}</span>}
      {!collapsed && item.count ? <Badge tone="plain">{item.count}</Badge> : null}
    </FrameLink>
  )
  if (!collapsed) return link
  return (
    <Tooltip text={item.label} placement="end" describes={false}>
      {link}
    </Tooltip>
  )
}

/** Compose, folders and pages. */
export function Rail({ collapsed, brand, onCompose, folders, pages }: RailProps): ReactNode {
  const t = useMessages(messages)
  return (
    <div className={classNames(styles.rail, collapsed && styles.collapsed)}>
      {brand && <div className={styles.brand}>{brand}</div>}
      <div className={styles.compose}>
        {collapsed ? (
          <IconButton
            icon="compose"
            label={t('compose')}
            shortcut="c"
            variant="primary"
            tooltip="end"
            className={styles.composeIcon}
            onClick={onCompose}
          />
        ) : (
          <Button variant="primary" icon="compose" block className={styles.composeButton} onClick={onCompose}>
            {t('compose')}
          </Button>
        )}
      </div>
      <div className={styles.folders}>{folders}</div>
      {pages.length > 0 && (
        <ul aria-label={t('pages')} className={styles.pages}>
          {pages.map((item) => (
            <li key={item.id}>
              <Page item={item} collapsed={collapsed} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
