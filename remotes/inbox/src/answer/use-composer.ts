import type { ComposeRequest } from '@atrium/mail-contracts'
import { load, showToast, useMessages } from '@atrium/remote'
import { useCallback } from 'react'
import { messages } from '../messages.ts'

/** Opens the editor of the compose remote; says so when that remote cannot be had. */
export function useComposer(): (request: ComposeRequest) => void {
  const t = useMessages(messages)
  return useCallback(
    (request) => {
      load('compose/composer').then(
        ({ openComposer }) => void openComposer(request),
        () => void showToast({ tone: 'danger', text: t('composerFailed') }),
      )
    },
    [t],
  )
}
