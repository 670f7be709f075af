import type { Email } from '@atrium/mail-contracts'
import { changePreferences, showToast, useMessages, useWorkspace } from '@atrium/remote'
import { useState } from 'react'
import { messages } from '../messages.ts'

export interface Images {
  readonly allowed: boolean
  readonly once: () => void
  readonly always: (() => void) | undefined
}

const none: readonly string[] = []

/** Whether pictures from elsewhere are shown in a message. */
export function useImages({ from }: Email): Images {
  const t = useMessages(messages)
  const [shownOnce, setShownOnce] = useState(false)
  const senders = useWorkspace((state) => state.session?.preferences.imageSenders ?? none)
  // Of several senders nobody knows which one was trusted.
  const address = from?.length === 1 ? from[0]?.email.toLowerCase() : undefined
  const always = (): void => {
    if (address === undefined) return
    setShownOnce(true)
    changePreferences({ imageSenders: [...senders.filter((each) => each !== address), address] }).catch(
      () => void showToast({ tone: 'danger', text: t('alwaysFailed') }),
    )
  }
  return {
    allowed: shownOnce || (address !== undefined && senders.includes(address)),
    once: () => setShownOnce(true),
    always: address === undefined ? undefined : always,
  }
}
