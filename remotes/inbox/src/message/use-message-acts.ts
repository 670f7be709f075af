import { useComposer } from '@atrium/mail-ui'
import type { ComposeRequest, Email } from '@atrium/mail-contracts'
import { useMail } from '@atrium/mail'
import { safeFileName } from '@atrium/mail-html'
import { useMessages } from '@atrium/remote'
import { follow } from '../acts/follow.ts'
import { messages } from '../messages.ts'

export interface MessageActs {
  readonly answer: (kind: ComposeRequest['kind']) => void
  readonly star: () => void
  readonly markUnread: () => void
  readonly trash: () => void
  /** Null until the server has said where blobs are. */
  readonly original: (() => void) | null
}

export interface MessageActsOptions {
  /** This message and all after it. */
  readonly following: readonly string[]
  readonly onLeave: () => void
}

function download(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** What can be done with one message of a conversation. */
export function useMessageActs(email: Email, { following, onLeave }: MessageActsOptions): MessageActs {
  const t = useMessages(messages)
  const mail = useMail()
  const compose = useComposer()
  const { id, blobId, keywords } = email
  const name = `${safeFileName(email.subject, t('noSubject'))}.eml`
  const raw = mail.blobUrl({ blobId, name, type: 'message/rfc822' })
  return {
    answer: (kind) => compose({ kind, emailId: id }),
    star: () => follow(t, mail.actions.setKeyword([id], '$flagged', !keywords['$flagged'])),
    markUnread: () => {
      onLeave()
      follow(t, mail.actions.setKeyword(following, '$seen', false))
    },
    trash: () => follow(t, mail.actions.trash([id]), { text: t('messageTrashed') }),
    original: raw === null ? null : () => download(raw, name),
  }
}
