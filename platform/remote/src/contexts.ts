import type { Session, Theme } from '@atrium/mail-contracts'
import { createContext, useContext, type Context } from 'react'

export interface LocaleValue {
  /** BCP 47. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  /** How often a catalogue was replaced in this page, which happens while developing. Default: 0. */
  readonly edition?: number
}

export interface ThemeValue {
  readonly preference: Theme
  /** What is drawn now, `system` resolved. */
  readonly resolved: 'light' | 'dark'
}

export type Flags = Readonly<Record<string, boolean>>

export const SessionContext = createContext<Session | null>(null)
export const ThemeContext = createContext<ThemeValue | null>(null)
export const LocaleContext = createContext<LocaleValue | null>(null)
export const FlagsContext = createContext<Flags | null>(null)

function required<T>(context: Context<T | null>, name: string): T {
  const value = useContext(context)
  if (value === null) {
    throw new Error(
      `${name}: no provider above. The shell provides it; in a test wrap the component in <WorkspaceProvider>. ` +
        'A second React in the page looks the same: contexts do not cross copies.',
    )
  }
  return value
}

/** Who is signed in. */
export const useSession = (): Session => required(SessionContext, 'useSession')

export const useTheme = (): ThemeValue => required(ThemeContext, 'useTheme')

export const useLocale = (): LocaleValue => required(LocaleContext, 'useLocale')

/** Feature switches of this installation; an unknown one is off. */
export const useFlags = (): Flags => required(FlagsContext, 'useFlags')
