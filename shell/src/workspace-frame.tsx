import {
  InspectorDock,
  navigate,
  PageSlot,
  Slot,
  useCommands,
  useDirectory,
  useHost,
  usePageTitle,
  type Command,
} from '@atrium/host'
import type { Preferences, Session } from '@atrium/protocol/register'
import { changePreferences, dismissToast, showToast, useLocale, useStrings, useWorkspace } from '@atrium/remote'
import { Toasts } from '@atrium/ui'
import { lazy, Suspense, useEffect, useEffectEvent, useMemo, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { bottomBar, landingRemote, openComposer, searchRemote, settingsAddress } from './composition.ts'
import { Frame } from './frame/frame.tsx'
import { AccountMenu, OfflineNote, OffNote, SearchBox, UpdateNote } from './frame/header.tsx'
import { linkTo, navigationItems, titleIn, type NavigationItem } from './frame/navigation.tsx'
import { leave } from './session/leave.ts'
import { SessionNote } from './session/session-note.tsx'
import { strings } from './strings.ts'

/** What the user can do from the frame; a failure is shown in a toast. */
interface FrameActions {
  readonly change: (changed: Partial<Preferences>) => void
  readonly compose: () => void
  readonly inspectorFailed: () => void
  /** Runs a command of a remote. */
  readonly run: (command: Command['run']) => void
}

function useFrameActions(): FrameActions {
  const t = useStrings(strings)
  return useMemo(() => {
    const compose = (): void =>
      void openComposer({ kind: 'new' }).catch(() =>
        showToast({ tone: 'danger', text: t('composeFailed'), action: { label: t('tryAgain'), run: compose } }),
      )
    const change = (changed: Partial<Preferences>): void =>
      void changePreferences(changed).catch(() => showToast({ tone: 'danger', text: t('preferencesNotSaved') }))
    const inspectorFailed = (): void => void showToast({ tone: 'danger', text: t('inspectorFailed') })
    const run = (command: Command['run']): void =>
      void command().catch(() =>
        showToast({
          tone: 'danger',
          text: t('commandFailed'),
          action: { label: t('tryAgain'), run: () => run(command) },
        }),
      )
    return { change, compose, inspectorFailed, run }
  }, [t])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role=textbox]'))

/** Ctrl or ⌘ and K, also while typing; in a text being written it makes a link, and with a dialog open nothing. */
const isPaletteKey = (event: KeyboardEvent): boolean =>
  event.key === 'k' &&
  (event.ctrlKey || event.metaKey) &&
  !event.altKey &&
  !event.defaultPrevented &&
  document.querySelector('dialog[open]') === null

/** Not downloaded before it is opened. */
const Palette = lazy(() => import('./palette.tsx'))

const focusSearch = (): void => document.querySelector<HTMLInputElement>('header input[type=search]')?.focus()

/** Keyboard shortcuts that work on every page: those of remotes, `c` starts a message, `/` goes to the search box. */
function useShortcuts(
  { compose, run: runCommand }: FrameActions,
  commands: readonly Command[],
  onPalette: () => void,
): void {
  const openPalette = useEffectEvent(onPalette)
  useEffect(() => {
    const ofRemotes = commands.flatMap(({ shortcut, run }) =>
      shortcut === undefined ? [] : [[shortcut, () => runCommand(run)] as const],
    )
    const shortcuts: Readonly<Record<string, () => void>> = {
      ...Object.fromEntries(ofRemotes),
      c: compose,
      '/': focusSearch,
    }
    const listen = (event: KeyboardEvent): void => {
      if (isPaletteKey(event)) {
        event.preventDefault()
        return openPalette()
      }
      const run = shortcuts[event.key]
      if (!run || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [compose, runCommand, commands])
}

function useDocumentTitle(title: string, unread: number): void {
  const t = useStrings(strings)
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title ? `${title} – ` : ''}${t('product')}`
  }, [title, unread, t])
}

/** The bottom bar has pages that the navigation knows, and one for search, which has a box elsewhere. */
function useBar(pages: readonly NavigationItem[], address: string): NavigationItem[] {
  const t = useStrings(strings)
  const search = {
    id: searchRemote,
    label: t('search'),
    icon: 'search',
    current: address.startsWith(`/${searchRemote}`),
    ...linkTo(`/${searchRemote}`),
  } as const
  return bottomBar.flatMap((id) => (id === searchRemote ? [search] : pages.filter((page) => page.id === id)))
}

export interface WorkspaceFrameProps {
  readonly session: Session
  readonly address: string
}

/** Remotes in their slots around and inside the frame. */
export function WorkspaceFrame({ session, address }: WorkspaceFrameProps): ReactNode {
  const { badges: numbers, prefetch } = useHost()
  const directory = useDirectory()
  const badges = useStore(numbers)
  const unread = badges[landingRemote] ?? 0
  const t = useStrings(strings)
  const { locale } = useLocale()
  const { railCollapsed, online, toasts, theme } = useWorkspace((state) => state)
  const [title, onTitle] = usePageTitle(address)
  const actions = useFrameActions()
  useDocumentTitle(title, unread)
  const commands = useCommands()
  const [paletteOpen, setPaletteOpen] = useState(false)
  useShortcuts(actions, commands, () => setPaletteOpen(true))
  const pages = navigationItems({ directory, address, locale, badges, onIntent: (remote) => void prefetch(remote) })
  const bar = useBar(pages, address)
  return (
    <Frame
      address={address}
      home={linkTo('/')}
      railCollapsed={railCollapsed}
      onRailCollapsedChange={(collapsed) => actions.change({ railCollapsed: collapsed })}
      onCompose={actions.compose}
      search={<SearchBox address={address} />}
      note={
        <>
          <SessionNote session={session} />
          <Slot name="notification" props={{ navigate }} />
          <UpdateNote />
          <OffNote />
          <OfflineNote online={online} />
        </>
      }
      account={
        <AccountMenu
          name={session.name}
          address={session.address}
          theme={theme}
          commands={commands.map(({ id, title, icon, run }) => ({
            id,
            label: titleIn(title, locale),
            icon,
            onSelect: () => actions.run(run),
          }))}
          onThemeChange={(chosen) => actions.change({ theme: chosen })}
          onSettings={() => navigate(settingsAddress)}
          onSignOut={() => void leave()}
        />
      }
      folders={(collapsed) => <Slot name="rail" props={{ location: address, navigate, collapsed }} />}
      pages={pages.filter(({ id }) => id !== landingRemote)}
      bar={bar}
      windows={
        <>
          <Slot name="windows" props={{}} />
          {paletteOpen && (
            <Suspense>
              <Palette onCompose={actions.compose} onRun={actions.run} onClose={() => setPaletteOpen(false)} />
            </Suspense>
          )}
          <InspectorDock onFailed={actions.inspectorFailed} />
        </>
      }
      toasts={
        <Toasts toasts={toasts} onDismiss={dismissToast} label={t('notifications')} dismissLabel={t('dismiss')} />
      }
    >
      <PageSlot address={address} onTitle={onTitle} />
    </Frame>
  )
}
