import type { Email } from '@atrium/mail-contracts'
import { useMailActions } from '@atrium/mail'
import { useEffect, useRef } from 'react'
import { isUnread } from './fold.ts'

/** Milliseconds a message is on the screen until it counts as read: stepping past is not reading. */
export const readAfter = 700

/**
 * Marks a conversation as read once it has been shown for a moment in a page that is seen.
 * A message the person has marked unread again is left alone.
 */
export function useMarkRead(emails: readonly Email[]): void {
  const actions = useMailActions()
  const done = useRef(new Set<string>())
  const waiting = emails.filter((email) => isUnread(email) && !done.current.has(email.id)).map(({ id }) => id)
  const key = waiting.join()
  useEffect(() => {
    if (key === '') return
    let timer: ReturnType<typeof setTimeout> | undefined
    const mark = (): void => {
      const ids = key.split(',')
      for (const id of ids) done.current.add(id)
      actions.setKeyword(ids, '$seen', true)
    }
    const begin = (): void => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = setTimeout(mark, readAfter)
    }
    begin()
    document.addEventListener('visibilitychange', begin)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', begin)
    }
  }, [key, actions])
}
