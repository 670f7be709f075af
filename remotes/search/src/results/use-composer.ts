import type { ComposeRequest } from '@atrium/contracts'
import { load, showToast, useMessages } from '@atrium/workspace'
import { messages } from '../messages.ts'

/** Opens the editor of the compose remote; says so when that one cannot be had. */
export const useComposer = (): ((request: ComposeRequest) => Promise<void>) => {
  const t = useMessages(messages)
  const open = async (request: ComposeRequest): Promise<void> => {
    try {
      const { openComposer } = await load('compose/composer')
      openComposer(request)
    } catch {
      showToast({ tone: 'danger', text: t('composerFailed'), action: { label: t('retry'), run: () => void open(request) } })
    }
  }
  return open
}
