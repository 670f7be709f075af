import { showToast, useMessages } from '@atrium/remote'
import { messages } from '../messages.ts'

/** Puts a text on the clipboard and says so, or says that the browser did not let us. */
export const useCopy = (): ((text: string, done: 'copied' | 'copiedAbout') => Promise<void>) => {
  const t = useMessages(messages)
  return async (text, done) => {
    try {
      await navigator.clipboard.writeText(text)
      showToast({ tone: 'neutral', text: t(done) })
    } catch {
      showToast({ tone: 'danger', text: t('notCopied') })
    }
  }
}
