import type { ComposeRequest } from '@atrium/mail-contracts'
import { load, showToast, useMessages } from '@atrium/remote'
import { useCallback } from 'react'
import { messages } from '../messages.ts'

/** Opens the editor of the compose remote; says so when that one cannot be had. */
export const useComposer = (): ((request: ComposeRequest) => Promise<void>) => {
  const t = useMessages(messages)
  return useCallback(
    async (request) => {
      const open = async (): Promise<void> => {
        try {
          const { openComposer } = await load('compose/composer')
          openComposer(request)
        } catch {
          showToast({ tone: 'danger', text: t('composerFailed'), action: { label: t('retry'), run: () => void open() } })
        }
      }
      await open()
    },
    [t],
  )
}
