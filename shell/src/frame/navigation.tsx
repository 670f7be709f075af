import { navigate, resolveAddress } from '@atrium/host'
import type { DirectoryEntry } from '@atrium/protocol'
import { hrefOf, useStrings } from '@atrium/remote'
import { Badge, Icon, type IconName } from '@atrium/ui'
import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { landingRemote } from '../composition.ts'
import { strings } from '../strings.ts'
import styles from './bottom-bar.module.css'

/** A place in the workspace: an address for the browser, and how the page gets there without leaving. */
export interface LinkTarget {
  readonly href: string
  readonly onOpen: () => void
  /** The user is about to open it: the pointer or the focus is on it. */
  readonly onIntent?: (() => void) | undefined
}

/** An address of the workspace as something to click. */
export const linkTo = (address: string): LinkTarget => ({ href: hrefOf(address), onOpen: () => navigate(address) })

export interface FrameLinkProps extends Omit<ComponentProps<'a'>, 'href' | 'onClick' | 'target'> {
  readonly to: LinkTarget
  readonly children: ReactNode
}

const opensElsewhere = (event: MouseEvent): boolean =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey

/** A real link: a plain click stays in the page, any other does what links do. */
export const FrameLink = ({ to, children, ...rest }: FrameLinkProps): ReactNode => (
  <a
    {...rest}
    href={to.href}
    onPointerEnter={to.onIntent}
    onFocus={to.onIntent}
    onClick={(event) => {
      if (opensElsewhere(event)) return
      event.preventDefault()
      to.onOpen()
    }}
  >
    {children}
  </a>
)

/** A page that can be reached from the frame. */
export interface NavigationItem extends LinkTarget {
  /** Name of its remote. */
  readonly id: string
  readonly label: string
  /** A name of the icon set; any other renders a puzzle piece. */
  readonly icon: IconName | (string & {})
  /** Is the page that is open. */
  readonly current: boolean
  /** What its remote contributes to `badge`. Default: no number. */
  readonly count?: number | undefined
}

export interface NavigationOptions {
  readonly directory: readonly DirectoryEntry[]
  readonly address: string
  readonly locale: string
  /** Remote → the number at its item. */
  readonly badges: Readonly<Record<string, number>>
  /** The user is about to open a remote. */
  readonly onIntent: (remote: string) => void
}

const addressOf = (remote: string, path = '/'): string =>
  remote === landingRemote ? path : `/${remote}${path === '/' ? '' : path}`

/** The text for a language, else for its base language, else in English. */
export const titleIn = (titles: Readonly<Record<string, string>>, locale: string): string =>
  titles[locale] ?? titles[locale.split('-')[0] ?? 'en'] ?? titles['en'] ?? ''

/** The pages that remotes offer, in their order. */
export function navigationItems({ directory, address, locale, badges, onIntent }: NavigationOptions): NavigationItem[] {
  const current = resolveAddress(address, landingRemote).remote
  return directory
    .flatMap(({ name, navigation }) => (navigation ? [{ name, navigation }] : []))
    .toSorted((a, b) => a.navigation.order - b.navigation.order || a.name.localeCompare(b.name))
    .map(({ name, navigation }) => ({
      id: name,
      label: titleIn(navigation.title, locale),
      icon: navigation.icon,
      current: name === current,
      ...(badges[name] === undefined ? {} : { count: badges[name] }),
      ...linkTo(addressOf(name, navigation.path)),
      ...(name === current ? {} : { onIntent: () => onIntent(name) }),
    }))
}

const shortCount = (count: number): string => (count > 99 ? '99+' : String(count))

function BarItem({ item }: { readonly item: NavigationItem }): ReactNode {
  const t = useStrings(strings)
  return (
    <FrameLink to={item} aria-current={item.current ? 'page' : undefined} className={styles.item}>
      <Icon name={item.icon} size={24} />
      <span>{item.label}</span>
      {item.count ? (
        <span className={styles.badge}>
          <Badge tone="accent" label={t('unread', { count: item.count })}>
            {shortCount(item.count)}
          </Badge>
        </span>
      ) : null}
    </FrameLink>
  )
}

export interface BottomBarProps {
  /** Two or three; Compose comes after the second. */
  readonly items: readonly NavigationItem[]
  readonly onCompose: () => void
}

/** The pages within reach of a thumb. */
export function BottomBar({ items, onCompose }: BottomBarProps): ReactNode {
  const t = useStrings(strings)
  return (
    <div className={styles.bar}>
      {items.slice(0, 2).map((item) => (
        <BarItem key={item.id} item={item} />
      ))}
      <button type="button" className={styles.item} onClick={onCompose}>
        <Icon name="compose" size={24} />
        <span>{t('compose')}</span>
      </button>
      {items.slice(2).map((item) => (
        <BarItem key={item.id} item={item} />
      ))}
    </div>
  )
}
