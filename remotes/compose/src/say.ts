import { translator, workspace, type Translate } from '@atrium/remote'
import { messages } from './messages.ts'

export type Say = Translate<(typeof messages)['en']>

/** The person's language, outside of React. */
export const currentLocale = (): string => {
  const chosen = workspace.getState().session?.preferences.locale ?? 'system'
  return chosen === 'system' ? navigator.language : chosen
}

/** Texts outside of React: of toasts, and of what an answer starts with. */
export const say: Say = (key, values) => translator(messages, currentLocale())(key, values)
