import type { DirectoryEntry, Session } from '@atrium/contracts'
import { changePreferences, dismissToast, showToast, useLocale, useMessages, useWorkspace } from '@atrium/workspace'
import { Toasts } from '@atrium/ui'
import { useEffect, type ReactNode } from 'react'
import type { Federation } from './federation/start-federation.ts'
import { AccountMenu } from './frame/account-menu.tsx'
import { Frame } from './frame/frame.tsx'
import { OfflineNote } from './frame/offline-note.tsx'
import { messages } from './messages.ts'
import { navigate } from './routing/location.ts'
import { leave } from './session/leave.ts'
import { openComposer } from './slots/composer.ts'
import { FoldersSlot } from './slots/folders-slot.tsx'
import { linkTo, navigationItems } from './slots/navigation.ts'
import { PageSlot, usePageTitle } from './slots/page-slot.tsx'
import { SearchSlot } from './slots/search-slot.tsx'
import { WindowsSlot } from './slots/windows-slot.tsx'

export interface WorkspaceFrameProps {
  readonly directory: readonly DirectoryEntry[]
  readonly session: Session
  readonly federation: Federation
  readonly location: string
  readonly unread: number
}

function useDocumentTitle(title: string, unread: number): void {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title ? `${title} – ` : ''}Atrium`
  }, [title, unread])
}

/** Remotes in their places around and inside the frame. */
export function WorkspaceFrame(props: WorkspaceFrameProps): ReactNode {
  const { directory, session, federation, location, unread } = props
  const t = useMessages(messages)
  const { locale } = useLocale()
  const { theme, railCollapsed, online, toasts } = useWorkspace((state) => state)
  const [title, onTitle] = usePageTitle(location)
  useDocumentTitle(title, unread)
  const pages = navigationItems({ directory, location, locale, unread })
  const change = (changed: Parameters<typeof changePreferences>[0]): void =>
    void changePreferences(changed).catch(() => showToast({ tone: 'danger', text: t('preferencesNotKept') }))
  const compose = (): void =>
    void openComposer(federation.load, { kind: 'new' }).catch(() =>
      showToast({ tone: 'danger', text: t('composeFailed'), action: { label: t('tryAgain'), run: compose } }),
    )
  return (
    <Frame
      location={location}
      home={linkTo('/')}
      railCollapsed={railCollapsed}
      onRailCollapsedChange={(collapsed) => change({ railCollapsed: collapsed })}
      onCompose={compose}
      search={<SearchSlot location={location} />}
      note={<OfflineNote online={online} />}
      account={
        <AccountMenu
          name={session.name}
          address={session.address}
          theme={theme}
          onThemeChange={(chosen) => change({ theme: chosen })}
          onSettings={() => navigate('/settings')}
          onSignOut={() => void leave()}
        />
      }
      folders={(collapsed) => <FoldersSlot location={location} collapsed={collapsed} />}
      pages={pages.filter(({ id }) => id !== 'inbox')}
      bar={[
        ...pages.filter(({ id }) => id === 'inbox'),
        { id: 'search', label: t('search'), icon: 'search', current: location.startsWith('/search'), ...linkTo('/search') },
        ...pages.filter(({ id }) => id === 'settings'),
      ]}
      windows={<WindowsSlot />}
      toasts={<Toasts toasts={toasts} onDismiss={dismissToast} label={t('notifications')} dismissLabel={t('dismiss')} />}
    >
      <PageSlot location={location} onTitle={onTitle} />
    </Frame>
  )
}
