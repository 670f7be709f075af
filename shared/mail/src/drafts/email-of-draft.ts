import type { Id } from '@atrium/mail-contracts'
import type { DraftAttachment, DraftContent } from './draft-content.ts'

const attachment = ({ blobId, name, type, cid }: DraftAttachment): Record<string, unknown> => ({
  blobId,
  name,
  type,
  disposition: cid === undefined ? 'attachment' : 'inline',
  ...(cid === undefined ? {} : { cid }),
})

const filled = (lists: Readonly<Record<string, readonly unknown[] | undefined>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list && list.length > 0))

/** The message to create, RFC 8621 §4.6: the server makes the MIME of it. */
export const emailOfDraft = (
  draft: DraftContent,
  place: { readonly mailboxId: Id; readonly messageId: string },
): Record<string, unknown> => ({
  mailboxIds: { [place.mailboxId]: true },
  keywords: { $draft: true, $seen: true },
  messageId: [place.messageId],
  from: [draft.from],
  subject: draft.subject,
  ...filled({ to: draft.to, cc: draft.cc, bcc: draft.bcc, replyTo: draft.replyTo }),
  ...filled({ inReplyTo: draft.inReplyTo, references: draft.references }),
  textBody: [{ partId: 'text', type: 'text/plain' }],
  ...(draft.html === undefined ? {} : { htmlBody: [{ partId: 'html', type: 'text/html' }] }),
  ...filled({ attachments: draft.attachments?.map(attachment) }),
  bodyValues: {
    text: { value: draft.text },
    ...(draft.html === undefined ? {} : { html: { value: draft.html } }),
  },
})
