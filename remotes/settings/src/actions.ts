import type { Preferences } from '@atrium/protocol/register'
import { changePreferences, showToast, useStrings } from '@atrium/remote'
import { strings } from './strings.ts'

/** Saves preferences optimistically; if the server refuses, they are rolled back, a toast says so and the result is false. */
export function useSavePreferences(): (changed: Partial<Preferences>) => Promise<boolean> {
  const t = useStrings(strings)
  return async (changed) => {
    try {
      await changePreferences(changed)
      return true
    } catch {
      showToast({ tone: 'danger', text: t('notSaved') })
      return false
    }
  }
}

/** Copies a text to the clipboard and shows a toast with the result. */
export function useCopy(): (text: string, done: 'copied' | 'copiedReport' | 'copiedPassword') => Promise<void> {
  const t = useStrings(strings)
  return async (text, done) => {
    try {
      await navigator.clipboard.writeText(text)
      showToast({ tone: 'neutral', text: t(done) })
    } catch {
      showToast({ tone: 'danger', text: t('notCopied') })
    }
  }
}
