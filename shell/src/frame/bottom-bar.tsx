import { Badge, Icon } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './bottom-bar.module.css'
import { FrameLink } from './frame-link.tsx'
import type { NavigationItem } from './navigation-item.ts'

export interface BottomBarProps {
  /** Two or three; Compose stands after the second. */
  readonly items: readonly NavigationItem[]
  readonly onCompose: () => void
}

const short = (count: number): string => (count > 99 ? '99+' : String(count))

function Item({ item }: { readonly item: NavigationItem }): ReactNode {
  const t = useMessages(messages)
  return (
    <FrameLink to={item} aria-current={item.current ? 'page' : undefined} className={styles.item}>
      <Icon name={item.icon} size={24} />
      <span>{item.label}</span>
      {item.count ? (
        <span className={styles.badge}>
          <Badge tone="accent" label={t('unread', { count: item.count })}>
            {short(item.count)}
          </Badge>
        </span>
      ) : null}
    </FrameLink>
  )
}

/** The pages within reach of a thumb. */
export function BottomBar({ items, onCompose }: BottomBarProps): ReactNode {
  const t = useMessages(messages)
  return (
    <div className={styles.bar}>
      {items.slice(0, 2).map((item) => (
        <Item key={item.id} item={item} />
      ))}
      <button type="button" className={styles.item} onClick={onCompose}>
        <Icon name="compose" size={24} />
        <span>{t('compose')}</span>
      </button>
      {items.slice(2).map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </div>
  )
}
