import { navigate, resolveAddress, Slot, useHost, type OffReason } from '@atrium/host'
import { useStrings, useWorkspace } from '@atrium/remote'
import type { Theme } from '@atrium/protocol'
import {
  Avatar,
  Icon,
  IconButton,
  Menu,
  MenuHeading,
  MenuItem,
  MenuSeparator,
  SearchField,
  Tooltip,
  type IconName,
  type MenuTriggerProps,
  VisuallyHidden,
} from '@atrium/ui'
import { useEffect, useState, type ReactNode, type Ref } from 'react'
import { useStore } from 'zustand'
import { landingRemote, searchAddress, searchRemote } from '../composition.ts'
import { remoteTitle, strings } from '../strings.ts'
import accountStyles from './account-menu.module.css'
import styles from './header.module.css'
import offStyles from './off-note.module.css'
import offlineStyles from './offline-note.module.css'

/** The button that opens the drawer, or collapses and expands the rail. */
export interface RailToggle {
  readonly label: string
  readonly expanded: boolean
  readonly railId: string
  readonly onToggle: () => void
}

export interface HeaderProps {
  readonly brand: ReactNode
  readonly search: ReactNode
  /** Beside the account. */
  readonly note: ReactNode
  readonly account: ReactNode
  readonly toggle: RailToggle
  readonly toggleRef: Ref<HTMLButtonElement>
}

/** Mark, search and account, 56 pixels high. */
export function Header({ brand, search, note, account, toggle, toggleRef }: HeaderProps): ReactNode {
  return (
    <div className={styles.header}>
      <div className={styles.start}>
        <IconButton
          ref={toggleRef}
          icon="menu"
          label={toggle.label}
          aria-expanded={toggle.expanded}
          aria-controls={toggle.railId}
          tooltip="bottom-start"
          onClick={toggle.onToggle}
        />
        {brand}
      </div>
      <div>{search}</div>
      <div className={styles.end}>
        {note}
        {account}
      </div>
    </div>
  )
}

/** Keys are for the results from then on. */
function submit(query: string): void {
  if (query.trim() !== '' && document.activeElement instanceof HTMLElement) document.activeElement.blur()
  navigate(searchAddress(query))
}

/**
 * The search box. A plain one is rendered first, and is replaced by the remote's own once
 * that has loaded.
 */
export function SearchBox({ address }: { readonly address: string }): ReactNode {
  const t = useStrings(strings)
  const { prefetch } = useHost()
  const { remote, route } = resolveAddress(address, landingRemote)
  const query = remote === searchRemote ? (route.query['q'] ?? '') : ''
  const [typed, setTyped] = useState(query)
  useEffect(() => setTyped(query), [query])
  const plain = (
    <search>
      <SearchField
        label={t('searchMail')}
        clearLabel={t('clearSearch')}
        shortcut="/"
        value={typed}
        onChange={setTyped}
        onSubmit={submit}
      />
    </search>
  )
  return (
    // A user who goes to the box is about to see results.
    <div style={{ display: 'contents' }} onFocus={() => void prefetch(searchRemote)}>
      <Slot name="header" props={{ query: typed, onSubmit: submit }} placeholder={plain} />
    </div>
  )
}

export interface CommandItem {
  readonly id: string
  readonly label: string
  readonly icon?: string | undefined
  readonly onSelect: () => void
}

export interface AccountMenuProps {
  readonly name: string
  readonly address: string
  readonly theme: Theme
  /** What remotes contribute. Default: none. */
  readonly commands?: readonly CommandItem[]
  readonly onThemeChange: (theme: Theme) => void
  readonly onSettings: () => void
  readonly onSignOut: () => void
}

const themes = [
  { theme: 'system', icon: 'monitor', text: 'themeSystem' },
  { theme: 'light', icon: 'sun', text: 'themeLight' },
  { theme: 'dark', icon: 'moon', text: 'themeDark' },
] as const satisfies readonly { theme: Theme; icon: IconName; text: string }[]

/** Who is signed in, behind their initials; the theme, the settings and the way out. */
export function AccountMenu(props: AccountMenuProps): ReactNode {
  const { name, address, theme: chosen, commands = [], onThemeChange, onSettings, onSignOut } = props
  const t = useStrings(strings)
  const button = (trigger: MenuTriggerProps): ReactNode => (
    <button {...trigger} type="button" className={accountStyles.trigger}>
      <VisuallyHidden>{t('account', { address })}</VisuallyHidden>
      <Avatar address={address} name={name} />
    </button>
  )
  return (
    <Menu label={t('account', { address })} placement="bottom-end" trigger={button}>
      <div role="presentation" className={accountStyles.who}>
        <Avatar address={address} name={name} size="large" />
        <div className={accountStyles.words}>
          <p className={accountStyles.name}>{name || address}</p>
          {name && <p className={accountStyles.address}>{address}</p>}
        </div>
      </div>
      <MenuSeparator />
      <MenuHeading>{t('theme')}</MenuHeading>
      {themes.map(({ theme, icon, text }) => (
        <MenuItem
          key={theme}
          icon={icon}
          radio
          keepOpen
          checked={theme === chosen}
          onSelect={() => onThemeChange(theme)}
        >
          {t(text)}
        </MenuItem>
      ))}
      <MenuSeparator />
      {commands.map(({ id, label, icon, onSelect }) => (
        <MenuItem key={id} icon={(icon ?? 'puzzle') as IconName} onSelect={onSelect}>
          {label}
        </MenuItem>
      ))}
      <MenuItem icon="settings" onSelect={onSettings}>
        {t('settings')}
      </MenuItem>
      <MenuItem icon="log-out" onSelect={onSignOut}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}

/** A quiet note while there is no connection. Mounted always, so that screen readers announce the change. */
export function OfflineNote({ online }: { readonly online: boolean }): ReactNode {
  const t = useStrings(strings)
  return (
    <output aria-label={online ? undefined : t('offline')}>
      {!online && (
        <Tooltip text={t('offlineNote')} placement="bottom-end">
          <span className={offlineStyles.note}>
            <Icon name="offline" size={16} />
            <span className={offlineStyles.text}>{t('offline')}</span>
          </span>
        </Tooltip>
      )}
    </output>
  )
}

/** Offers the newer release of the shell, and only while nothing is unsaved: a reload is for the user to decide. */
export function UpdateNote(): ReactNode {
  const t = useStrings(strings)
  const { updates } = useHost()
  const isOut = useStore(updates.newHost)
  const isSaved = useWorkspace(({ unsaved }) => unsaved.length === 0)
  return (
    <output>
      {isOut && isSaved && (
        <button type="button" className={offStyles.note} title={t('newVersion')} onClick={() => location.reload()}>
          <Icon name="refresh" size={16} />
          <span className={offStyles.text}>{t('newVersion')}</span>
        </button>
      )}
    </output>
  )
}

const offTexts = {
  address: 'offByAddress',
  failures: 'offByFailures',
  operator: 'offByOperator',
} as const satisfies Record<OffReason, string>

/** A quiet note about what is switched off in this page, and the way to have it back. */
export function OffNote(): ReactNode {
  const t = useStrings(strings)
  const { safeMode, updates } = useHost()
  const off = Object.entries(useStore(safeMode.off)).toSorted(([one], [other]) => one.localeCompare(other))
  if (off.length === 0) return null
  const switchOn = (remote: string): void => {
    safeMode.switchOn(remote)
    updates.reload(remote)
  }
  return (
    <Menu
      label={t('offReasons')}
      placement="bottom-end"
      trigger={(props) => (
        <button type="button" {...props} className={offStyles.note}>
          <Icon name="puzzle" size={16} />
          <span className={offStyles.text}>
            {t('off', { names: off.map(([remote]) => remoteTitle(remote)).join(', ') })}
          </span>
        </button>
      )}
    >
      {off.map(([remote, reason]) => (
        <div key={remote}>
          <MenuHeading>{t(offTexts[reason], { name: remoteTitle(remote) })}</MenuHeading>
          {reason !== 'operator' && (
            <MenuItem icon="refresh" onSelect={() => switchOn(remote)}>
              {t('switchOnOne', { name: remoteTitle(remote) })}
            </MenuItem>
          )}
        </div>
      ))}
    </Menu>
  )
}
