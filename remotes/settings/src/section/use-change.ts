import type { Preferences } from '@atrium/mail-contracts'
import { changePreferences, showToast, useMessages } from '@atrium/remote'
import { messages } from '../messages.ts'

/** Changes preferences everywhere at once; should the server refuse, it is said and what was is back. */
export const useChange = (): ((changed: Partial<Preferences>) => Promise<boolean>) => {
  const t = useMessages(messages)
  return async (changed) => {
    try {
      await changePreferences(changed)
      return true
    } catch {
      showToast({ tone: 'danger', text: t('notKept') })
      return false
    }
  }
}
