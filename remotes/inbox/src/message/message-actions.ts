import { useComposer } from '@atrium/mail-ui'
import type { ComposeRequest, Email } from '@atrium/mail-contracts'
import { useMail } from '@atrium/mail'
import { safeFileName } from '@atrium/mail-html'
import { useStrings } from '@atrium/remote'
import type { RefObject } from 'react'
import { reportChange } from '../actions.ts'
import { strings } from '../strings.ts'
import { printMessage } from './print.ts'

export interface MessageActions {
  readonly compose: (kind: ComposeRequest['kind']) => void
  readonly star: () => void
  readonly markUnread: () => void
  readonly trash: () => void
  readonly print: () => void
  /** Null until the server's download address is known. */
  readonly downloadOriginal: (() => void) | null
}

export interface MessageActionsOptions {
  /** This message and all after it. */
  readonly following: readonly string[]
  readonly onLeave: () => void
  /** What the message is shown in. */
  readonly element: RefObject<HTMLElement | null>
}

function download(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** The actions on one message of a conversation. */
export function useMessageActions(
  email: Email,
  { following, onLeave, element }: MessageActionsOptions,
): MessageActions {
  const t = useStrings(strings)
  const mail = useMail()
  const openComposer = useComposer()
  const { id, blobId, keywords } = email
  const name = `${safeFileName(email.subject, t('noSubject'))}.eml`
  const raw = mail.blobUrl({ blobId, name, type: 'message/rfc822' })
  return {
    compose: (kind) => openComposer({ kind, emailId: id }),
    star: () => reportChange(t, mail.actions.setKeyword([id], '$flagged', !keywords['$flagged'])),
    markUnread: () => {
      onLeave()
      reportChange(t, mail.actions.setKeyword(following, '$seen', false))
    },
    trash: () => reportChange(t, mail.actions.trash([id]), { text: t('messageTrashed') }),
    print: () => {
      if (element.current) printMessage(element.current)
    },
    downloadOriginal: raw === null ? null : () => download(raw, name),
  }
}
