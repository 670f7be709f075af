import type { Email } from '@atrium/mail-contracts'
import { useEmail } from '@atrium/mail'
import { useEffect, useEffectEvent, useState } from 'react'
import { isCut } from '../reply/plain-body.ts'

export interface WholeEmail {
  /** Undefined until all of its text is here. */
  readonly email: Email | undefined
  readonly failure: 'gone' | 'unreachable' | null
  readonly retry: () => void
}

/** Reads a message with its whole text: what is quoted must not end in the middle. */
export const useWholeEmail = (id: string | undefined): WholeEmail => {
  const { email, status, error, retry, loadWhole } = useEmail(id ?? null)
  const [restFailed, setRestFailed] = useState(false)
  const cut = email !== undefined && isCut(email)
  const readRest = async (): Promise<void> => {
    setRestFailed(false)
    setRestFailed(!(await loadWhole()).ok)
  }
  const begin = useEffectEvent(readRest)
  useEffect(() => {
    if (cut) void begin()
  }, [cut])
  const gone = id === undefined || error?.code === 'MAIL_NOT_FOUND'
  const unreachable = restFailed || (status === 'error' && !email)
  return {
    email: cut ? undefined : email,
    failure: gone ? 'gone' : unreachable ? 'unreachable' : null,
    retry: () => (cut ? void readRest() : retry()),
  }
}
