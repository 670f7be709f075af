import { createContext, type ReactNode, useContext, useEffect } from 'react'
import type { Mail } from './mail.ts'
import { type Room, roomOf } from './room.ts'

const MailContext = createContext<Mail | null>(null)

/** Gives the mail object to every hook below, and follows the server's changes from then on. */
export const MailProvider = ({ mail, children }: { readonly mail: Mail; readonly children: ReactNode }) => {
  // Children's effects run first: their requests go out before the stream is opened.
  useEffect(() => roomOf(mail).changes.start(), [mail])
  return <MailContext value={mail}>{children}</MailContext>
}

/** @throws TypeError outside a `MailProvider`. */
export const useMail = (): Mail => {
  const mail = useContext(MailContext)
  if (!mail) throw new TypeError('useMail needs a MailProvider above it')
  return mail
}

export const useRoom = (): Room => roomOf(useMail())
