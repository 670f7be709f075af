import type { ComposeRequest } from '@atrium/mail-contracts'
import { load, showToast, useStrings } from '@atrium/remote'
import { useCallback } from 'react'
import { strings } from './strings.ts'

/** Opens the composer of the compose remote. When that remote cannot be loaded, a toast offers to try again. */
export function useComposer(): (request: ComposeRequest) => void {
  const t = useStrings(strings)
  return useCallback(
    (request) => {
      const open = (): void => {
        load('compose/composer').then(
          ({ openComposer }) => void openComposer(request),
          () => void showToast({ tone: 'danger', text: t('composerFailed'), action: { label: t('retry'), run: open } }),
        )
      }
      open()
    },
    [t],
  )
}
