import type { Session } from '@atrium/mail-contracts'
import { dismissToast, useLocale, useMessages, useWorkspace } from '@atrium/remote'
import { Toasts } from '@atrium/ui'
import { useEffect, type ReactNode } from 'react'
import { prefetchRemote } from './federation/prefetch-remote.ts'
import type { Federation } from './federation/start-federation.ts'
import { whenIdle } from './federation/when-idle.ts'
import { Frame } from './frame/frame.tsx'
import { OfflineNote } from './frame/offline-note.tsx'
import { messages } from './messages.ts'
import { AccountSlot } from './slots/account-slot.tsx'
import { FoldersSlot } from './slots/folders-slot.tsx'
import { InspectorSlot } from './slots/inspector-slot.tsx'
import { linkTo, navigationItems } from './slots/navigation.ts'
import { OffNote } from './slots/off-note.tsx'
import { PageSlot, usePageTitle } from './slots/page-slot.tsx'
import { SearchSlot } from './slots/search-slot.tsx'
import { useFrameActs } from './slots/use-frame-acts.ts'
import { useFrameKeys } from './slots/use-frame-keys.ts'
import { WindowsSlot } from './slots/windows-slot.tsx'

export interface WorkspaceFrameProps {
  readonly session: Session
  readonly federation: Federation
  readonly location: string
  readonly unread: number
}

/** What a click on "Compose" needs is there before the click. */
function useComposerAtHand({ registry, safeMode }: Federation): void {
  useEffect(
    () =>
      whenIdle(() => {
        if (safeMode.reasonFor('compose') === undefined) void prefetchRemote(registry, 'compose', ['./composer', './windows'])
      }),
    [registry, safeMode],
  )
}

function useDocumentTitle(title: string, unread: number): void {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title ? `${title} – ` : ''}Atrium`
  }, [title, unread])
}

/** Remotes in their places around and inside the frame. */
export function WorkspaceFrame(props: WorkspaceFrameProps): ReactNode {
  const { session, federation, location, unread } = props
  const { directory } = federation
  const t = useMessages(messages)
  const { locale } = useLocale()
  const { railCollapsed, online, toasts } = useWorkspace((state) => state)
  const [title, onTitle] = usePageTitle(location)
  const acts = useFrameActs(federation.load)
  useDocumentTitle(title, unread)
  useComposerAtHand(federation)
  useFrameKeys(acts.compose)
  const pages = navigationItems({ directory, location, locale, unread, onIntent: (remote) => void prefetchRemote(federation.registry, remote) })
  return (
    <Frame
      location={location}
      home={linkTo('/')}
      railCollapsed={railCollapsed}
      onRailCollapsedChange={(collapsed) => acts.change({ railCollapsed: collapsed })}
      onCompose={acts.compose}
      search={<SearchSlot location={location} />}
      note={
        <>
          <OffNote />
          <OfflineNote online={online} />
        </>
      }
      account={<AccountSlot session={session} acts={acts} />}
      folders={(collapsed) => <FoldersSlot location={location} collapsed={collapsed} />}
      pages={pages.filter(({ id }) => id !== 'inbox')}
      bar={[
        ...pages.filter(({ id }) => id === 'inbox'),
        { id: 'search', label: t('search'), icon: 'search', current: location.startsWith('/search'), ...linkTo('/search') },
        ...pages.filter(({ id }) => id === 'settings'),
      ]}
      windows={
        <>
          <WindowsSlot accountId={session.accountId} />
          <InspectorSlot />
        </>
      }
      toasts={<Toasts toasts={toasts} onDismiss={dismissToast} label={t('notifications')} dismissLabel={t('dismiss')} />}
    >
      <PageSlot location={location} onTitle={onTitle} />
    </Frame>
  )
}
