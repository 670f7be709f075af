import type { Theme } from '@atrium/mail-contracts'
import { Avatar, Menu, MenuHeading, MenuItem, MenuSeparator, type IconName, type MenuTriggerProps } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './account-menu.module.css'

export interface AccountMenuProps {
  readonly name: string
  readonly address: string
  readonly theme: Theme
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
  const { name, address, theme: chosen, onThemeChange, onSettings, onSignOut } = props
  const t = useMessages(messages)
  const button = (trigger: MenuTriggerProps): ReactNode => (
    <button {...trigger} type="button" aria-label={t('account', { address })} className={styles.trigger}>
      <Avatar address={address} name={name} />
    </button>
  )
  return (
    <Menu label={t('account', { address })} placement="bottom-end" trigger={button}>
      <div role="presentation" className={styles.who}>
        <Avatar address={address} name={name} size="large" />
        <div className={styles.words}>
          <p className={styles.name}>{name || address}</p>
          {name && <p className={styles.address}>{address}</p>}
        </div>
      </div>
      <MenuSeparator />
      <MenuHeading>{t('theme')}</MenuHeading>
      {themes.map(({ theme, icon, text }) => (
        <MenuItem key={theme} icon={icon} radio keepOpen checked={theme === chosen} onSelect={() => onThemeChange(theme)}>
          {t(text)}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon="settings" onSelect={onSettings}>
        {t('settings')}
      </MenuItem>
      <MenuItem icon="log-out" onSelect={onSignOut}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}
