import { useMailboxes } from '@atrium/mail'
import type { MailboxRole } from '@atrium/mail-contracts'
import type { Navigate } from '@atrium/protocol'
import { useEffect, useEffectEvent, useRef } from 'react'
import { addressOf } from '../address.ts'
import { isTaken, sequenceTimeout } from '../keyboard.ts'
import { undoLast } from '../undo.ts'

/** Where the second key after `g` leads. */
const folders: Readonly<Record<string, MailboxRole>> = {
  i: 'inbox',
  d: 'drafts',
  t: 'sent',
  a: 'archive',
  '#': 'trash',
  '!': 'junk',
}

const starred = '/search?q=is%3Astarred'

/**
 * Keys that work on every page of the workspace: `g` and a letter open a folder, `z` takes the last act back. They
 * come before the keys of the page, whose letters the second one would be.
 */
export function useGoTo(navigate: Navigate): void {
  const { byRole } = useMailboxes()
  const pressedAt = useRef(Number.NEGATIVE_INFINITY)
  const place = (key: string): string | undefined => {
    if (key === 's') return starred
    const role = folders[key]
    const mailbox = role && byRole(role)
    return mailbox && addressOf(mailbox.id)
  }
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTaken(event) || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Shift') return
    const follows = event.timeStamp - pressedAt.current < sequenceTimeout
    pressedAt.current = event.key === 'g' && !follows ? event.timeStamp : Number.NEGATIVE_INFINITY
    const address = follows ? place(event.key) : undefined
    if (address !== undefined) navigate(address)
    const isHandled = address !== undefined || event.key === 'g' || (event.key === 'z' && !follows && undoLast())
    if (!isHandled) return
    event.preventDefault()
    event.stopImmediatePropagation()
  })
  useEffect(() => {
    window.addEventListener('keydown', handleKey, { capture: true })
    return () => window.removeEventListener('keydown', handleKey, { capture: true })
  }, [])
}
