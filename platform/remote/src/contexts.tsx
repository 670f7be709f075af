import type { Theme } from '@atrium/protocol'
import type { Session } from '@atrium/protocol/register'
import { createContext, useContext, type Context, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { useWorkspace } from './store.ts'

export interface LocaleValue {
  /** BCP 47. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  /** How often texts were replaced in this page, which only happens in development. Default: 0. */
  readonly edition?: number
}

export interface ThemeValue {
  readonly preference: Theme
  /** The theme that is shown, with `system` resolved. */
  readonly resolved: 'light' | 'dark'
}

export type Flags = Readonly<Record<string, boolean>>

export const SessionContext = createContext<Session | null>(null)
export const ThemeContext = createContext<ThemeValue | null>(null)
export const LocaleContext = createContext<LocaleValue | null>(null)
/** Null below a provider without flags of its own. */
export const FlagsContext = createContext<Flags | null>(null)

function required<T>(context: Context<T | null>, name: string): T {
  const value = useContext(context)
  if (value === null) {
    throw new Error(
      `${name}: no provider above. The host renders it; in a test wrap the component in <WorkspaceProvider>. ` +
        'A second React in the page looks the same: contexts do not cross copies.',
    )
  }
  return value
}

/** The signed-in user. */
export const useSession = (): Session => required(SessionContext, 'useSession')

export const useTheme = (): ThemeValue => required(ThemeContext, 'useTheme')

export const useLocale = (): LocaleValue => required(LocaleContext, 'useLocale')

/** Incremented when texts were replaced that components have rendered. */
export const editions = createStore(() => 0)

const darkQuery = '(prefers-color-scheme: dark)'

function subscribeToScheme(listener: () => void): () => void {
  const query = matchMedia(darkQuery)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

const rightToLeft = /^(ar|dv|fa|he|ks|ku-arab|ps|sd|ug|ur|yi)\b/i

/** A stored preference may be no language tag (BCP 47); Intl throws for it. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

export interface WorkspaceProviderProps {
  /** In place of the user's, for tests. Default: those that the host has set. */
  readonly flags?: Flags
  readonly children: ReactNode
}

/** Provides session, theme, locale and flags to everything below, remotes included. */
export function WorkspaceProvider({ flags, children }: WorkspaceProviderProps): ReactNode {
  const session = useWorkspace((state) => state.session)
  const preference = useWorkspace((state) => state.theme)
  const systemDark = useSyncExternalStore(subscribeToScheme, () => matchMedia(darkQuery).matches)
  const resolved = preference === 'system' ? (systemDark ? 'dark' : 'light') : preference
  const chosen = session?.preferences.locale ?? 'system'
  const locale = chosen === 'system' || !isLocale(chosen) ? navigator.language : chosen
  const edition = useStore(editions)
  const localeValue = useMemo(
    () => ({ locale, direction: rightToLeft.test(locale) ? ('rtl' as const) : ('ltr' as const), edition }),
    [locale, edition],
  )
  const themeValue = useMemo(() => ({ preference, resolved }), [preference, resolved])
  return (
    <FlagsContext value={flags ?? null}>
      <LocaleContext value={localeValue}>
        <ThemeContext value={themeValue}>
          <SessionContext value={session}>{children}</SessionContext>
        </ThemeContext>
      </LocaleContext>
    </FlagsContext>
  )
}
