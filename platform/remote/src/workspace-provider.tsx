import { useStore } from 'zustand'
import { useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { FlagsContext, LocaleContext, SessionContext, ThemeContext, type Flags } from './contexts.ts'
import { editions } from './messages.ts'
import { useWorkspace } from './store.ts'

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
  readonly flags?: Flags
  readonly children: ReactNode
}

const noFlags: Flags = {}

/** Provides session, theme, locale and flags to everything below, remotes included. */
export function WorkspaceProvider({ flags = noFlags, children }: WorkspaceProviderProps): ReactNode {
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
    <FlagsContext value={flags}>
      <LocaleContext value={localeValue}>
        <ThemeContext value={themeValue}>
          <SessionContext value={session}>{children}</SessionContext>
        </ThemeContext>
      </LocaleContext>
    </FlagsContext>
  )
}
