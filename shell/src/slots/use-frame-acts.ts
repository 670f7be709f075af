import type { LoadRemote, Preferences } from '@atrium/mail-contracts'
import { changePreferences, showToast, useMessages } from '@atrium/remote'
import { useMemo } from 'react'
import { messages } from '../messages.ts'
import { openComposer } from './composer.ts'

/** What a person can do from the frame; a failure is told in a toast. */
export interface FrameActs {
  readonly change: (changed: Partial<Preferences>) => void
  readonly compose: () => void
}

export function useFrameActs(load: LoadRemote): FrameActs {
  const t = useMessages(messages)
  return useMemo(() => {
    const compose = (): void =>
      void openComposer(load, { kind: 'new' }).catch(() =>
        showToast({ tone: 'danger', text: t('composeFailed'), action: { label: t('tryAgain'), run: compose } }),
      )
    const change = (changed: Partial<Preferences>): void =>
      void changePreferences(changed).catch(() => showToast({ tone: 'danger', text: t('preferencesNotKept') }))
    return { change, compose }
  }, [load, t])
}
