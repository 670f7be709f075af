import { useStrings } from '@atrium/remote'
import {
  Badge,
  Button,
  classNames,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  Tooltip,
  useBackCloses,
  type IconName,
} from '@atrium/ui'
import {
  useEffect,
  useId,
  useRef,
  useState,
  useSyncExternalStore,
  type ComponentProps,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { strings } from '../strings.ts'
import { Brand } from './brand.tsx'
import styles from './frame.module.css'
import { Header, type RailToggle } from './header.tsx'
import { BottomBar, FrameLink, type LinkTarget, type NavigationItem } from './navigation.tsx'
import railStyles from './rail.module.css'

/** The first stop of the keyboard: past header and rail, without a mark in the address. */
function SkipLink({ mainId }: { readonly mainId: string }): ReactNode {
  const t = useStrings(strings)
  const skip = (event: MouseEvent): void => {
    event.preventDefault()
    document.getElementById(mainId)?.focus()
  }
  return (
    <a href={`#${mainId}`} className={styles.skip} onClick={skip}>
      {t('skipToContent')}
    </a>
  )
}

interface RailProps {
  /** Icons only. */
  readonly collapsed: boolean
  /** Above everything else, where the header is too narrow for it. */
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
      className={railStyles.item}
    >
      <Icon name={item.icon} />
      {!collapsed && <span className={railStyles.label}>{item.label}</span>}
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

/** Pages at the foot of the rail, beyond which the rest is under "More". */
const pagesInRail = 6

function MorePages({
  pages,
  collapsed,
}: {
  readonly pages: readonly NavigationItem[]
  readonly collapsed: boolean
}): ReactNode {
  const t = useStrings(strings)
  return (
    <Menu
      label={t('more')}
      placement="top-start"
      trigger={(props) => (
        <button type="button" {...props} aria-label={collapsed ? t('more') : undefined} className={railStyles.item}>
          <Icon name="more" />
          {!collapsed && <span className={railStyles.label}>{t('more')}</span>}
        </button>
      )}
    >
      {pages.map((item) => (
        <MenuItem key={item.id} icon={item.icon as IconName} onSelect={item.onOpen}>
          {item.label}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** Compose, folders and pages. */
function Rail({ collapsed, brand, onCompose, folders, pages }: RailProps): ReactNode {
  const t = useStrings(strings)
  // One more than fits takes no more room than "More".
  const shown = pages.length > pagesInRail + 1 ? pages.slice(0, pagesInRail) : pages
  const rest = pages.slice(shown.length)
  return (
    <div className={classNames(railStyles.rail, collapsed && railStyles.collapsed)}>
      {brand && <div className={railStyles.brand}>{brand}</div>}
      <div className={railStyles.compose}>
        {collapsed ? (
          <IconButton
            icon="compose"
            label={t('compose')}
            shortcut="c"
            variant="primary"
            tooltip="end"
            className={railStyles.composeIcon}
            onClick={onCompose}
          />
        ) : (
          <Button variant="primary" icon="compose" block className={railStyles.composeButton} onClick={onCompose}>
            {t('compose')}
          </Button>
        )}
      </div>
      <div className={railStyles.folders}>{folders}</div>
      {pages.length > 0 && (
        <ul aria-label={t('pages')} className={railStyles.pages}>
          {shown.map((item) => (
            <li key={item.id}>
              <Page item={item} collapsed={collapsed} />
            </li>
          ))}
          {rest.length > 0 && (
            <li>
              <MorePages pages={rest} collapsed={collapsed} />
            </li>
          )}
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
  useBackCloses(open, close)
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

interface RailState {
  readonly narrow: boolean
  readonly collapsed: boolean
  readonly drawer: Drawer
  readonly toggle: RailToggle
  readonly toggleRef: RefObject<HTMLButtonElement | null>
}

interface RailOptions {
  /** Where the page is; a change closes the drawer. */
  readonly address: string
  /** Icons only, where the screen is wide. */
  readonly railCollapsed: boolean
  readonly onRailCollapsedChange: (collapsed: boolean) => void
}

/** A rail beside the page on wide screens, else a drawer above it. */
function useRail({ address, railCollapsed, onRailCollapsedChange }: RailOptions): RailState {
  const t = useStrings(strings)
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

export interface FrameProps extends RailOptions {
  readonly home: LinkTarget
  readonly onCompose: () => void
  readonly search: ReactNode
  /** Beside the account: `OfflineNote`. */
  readonly note: ReactNode
  /** `AccountMenu`. */
  readonly account: ReactNode
  /** Rendered in the rail; receives whether only icons fit. */
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

/** Everything around the page. Knows the layout, and nothing of the content. */
export function Frame(props: FrameProps): ReactNode {
  const { home, onCompose, search, note, account, folders, pages, bar, windows, toasts, children } = props
  const t = useStrings(strings)
  const { narrow, collapsed, drawer, toggle, toggleRef } = useRail(props)
  const mainId = useId()
  const brand = <Brand home={home} />
  const compose = (): void => {
    drawer.close()
    onCompose()
  }
  return (
    <div className={classNames(styles.frame, collapsed && styles.collapsed, drawer.open && styles.drawerOpen)}>
      <SkipLink mainId={mainId} />
      <header inert={drawer.open} className={styles.header}>
        <Header brand={!narrow && brand} {...{ search, note, account, toggle, toggleRef }} />
      </header>
      <nav {...drawer.panelProps} id={toggle.railId} aria-label={t('navigation')} className={styles.rail}>
        <Rail
          collapsed={collapsed}
          brand={narrow && brand}
          onCompose={compose}
          folders={folders(collapsed)}
          pages={pages}
        />
      </nav>
      <button type="button" tabIndex={-1} aria-label={t('closeMenu')} className={styles.shade} onClick={drawer.close} />
      <main id={mainId} tabIndex={-1} inert={drawer.open} className={styles.main}>
        {children}
      </main>
      {narrow && (
        <nav aria-label={t('pages')} inert={drawer.open} className={styles.bar}>
          <BottomBar items={bar} onCompose={compose} />
        </nav>
      )}
      <div className={styles.windows}>{windows}</div>
      {toasts}
    </div>
  )
}
