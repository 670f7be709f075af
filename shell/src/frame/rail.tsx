import { useMessages } from '@atrium/remote'
import { Badge, Button, classNames, Icon, IconButton, Tooltip } from '@atrium/ui'
import { useEffect, useId, useRef, useState, useSyncExternalStore, type ComponentProps, type ReactNode, type RefObject } from 'react'
import { strings } from '../strings.ts'
import { FrameLink, type NavigationItem } from './navigation.tsx'
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
  const t = useMessages(strings)
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

/** One column, a drawer and a bottom bar up to this width. The stylesheets say the same. */
const query = '(max-width: 720px)'

function subscribe(listener: () => void): () => void {
  const list = matchMedia(query)
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}

/** Whether the window is as wide as a phone. */
const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(query).matches)

interface Drawer {
  readonly open: boolean
  readonly toggle: () => void
  readonly close: () => void
  readonly panelProps: ComponentProps<'nav'>
}

interface DrawerOptions {
  readonly narrow: boolean
  readonly address: string
  /** Gets the focus back. */
  readonly opener: RefObject<HTMLButtonElement | null>
}

/** The rail on a narrow screen: open until a place is chosen, Escape, or a touch beside it. */
function useDrawer({ narrow, address, opener }: DrawerOptions): Drawer {
  // Remembers at which address it was opened: anywhere else it is closed.
  const [openedAt, setOpenedAt] = useState<string | null>(null)
  const panel = useRef<HTMLElement>(null)
  const open = narrow && openedAt === address
  useEffect(() => {
    if (!open) return
    const home = opener.current
    panel.current?.querySelector<HTMLElement>('a[href], button')?.focus()
    return () => home?.focus()
  }, [open, opener])
  const close = (): void => setOpenedAt(null)
  return {
    open,
    close,
    toggle: () => setOpenedAt(open ? null : address),
    panelProps: {
      ref: panel,
      inert: narrow && !open,
      onKeyDown: (event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close()
      },
    },
  }
}

/** The button that opens the drawer, or collapses and expands the rail. */
export interface RailToggle {
  readonly label: string
  readonly expanded: boolean
  readonly railId: string
  readonly onToggle: () => void
}

interface RailState {
  readonly narrow: boolean
  readonly collapsed: boolean
  readonly drawer: Drawer
  readonly toggle: RailToggle
  readonly toggleRef: RefObject<HTMLButtonElement | null>
}

export interface RailOptions {
  /** Where the page is; a change closes the drawer. */
  readonly address: string
  /** Icons only, where the screen is wide. */
  readonly railCollapsed: boolean
  readonly onRailCollapsedChange: (collapsed: boolean) => void
}

/** A rail beside the page where there is room, else a drawer above it. */
export function useRail({ address, railCollapsed, onRailCollapsedChange }: RailOptions): RailState {
  const t = useMessages(strings)
  const narrow = useNarrow()
  const toggleRef = useRef<HTMLButtonElement>(null)
  const drawer = useDrawer({ narrow, address, opener: toggleRef })
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
