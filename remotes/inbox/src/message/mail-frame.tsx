import type { Email, EmailBodyPart } from '@atrium/mail-contracts'
import { useMail } from '@atrium/mail'
import type { LinkFacts, MailtoRequest, RenderedMail } from '@atrium/mail-html'
import { basePath, useMessages, useTheme } from '@atrium/remote'
import { useMemo, useState, type ReactNode } from 'react'
import { isPicture } from '../attachments/attached-files.ts'
import { useComposer } from '../answer/use-composer.ts'
import { messages } from '../messages.ts'
import type { Body } from './body-of.ts'
import { LinkDialog } from './link-dialog.tsx'
import styles from './message.module.css'
import { useMountedMail } from './use-mounted-mail.ts'

export interface MailFrameProps {
  readonly email: Email
  readonly body: Body
  readonly images: 'blocked' | 'proxied'
  /** Names the frame. */
  readonly title: string
  readonly onRendered: (mail: RenderedMail) => void
}

/** A key pressed in the frame, as if it had been pressed beside it. */
function passOn(event: KeyboardEvent, container: HTMLElement | null): void {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const copy = new KeyboardEvent('keydown', { key, ctrlKey, metaKey, altKey, shiftKey, bubbles: true, cancelable: true })
  if (container?.dispatchEvent(copy) === false) event.preventDefault()
}

/** Where a link leads, while the pointer or the focus is on it. */
const LinkShown = ({ link }: { readonly link: LinkFacts }): ReactNode => (
  <div className={styles.linkShown} data-warned={link.warnings.length > 0}>
    <bdi>{link.readable}</bdi>
  </div>
)

/** Where pictures are that came with the message, by their Content-ID. */
function usePartUrl(email: Email): (cid: string) => string | undefined {
  const mail = useMail()
  const { attachments, htmlBody } = email
  const pictures = useMemo(() => {
    const found = new Map<string, EmailBodyPart>()
    for (const part of [...attachments, ...htmlBody]) {
      if (part.cid !== null && isPicture(part) && !found.has(part.cid)) found.set(part.cid, part)
    }
    return found
  }, [attachments, htmlBody])
  return (cid) => {
    const part = pictures.get(cid)
    return (part?.blobId && mail.blobUrl({ blobId: part.blobId, name: 'picture', type: part.type })) || undefined
  }
}

/** The message itself, in a frame of its own. */
export function MailFrame({ email, body, images, title, onRendered }: MailFrameProps): ReactNode {
  const t = useMessages(messages)
  const compose = useComposer()
  const partUrl = usePartUrl(email)
  const [link, setLink] = useState<LinkFacts | null>(null)
  const [held, setHeld] = useState<LinkFacts | null>(null)
  const [state, setState] = useState<'waiting' | 'drawn' | 'failed'>('waiting')
  const write = ({ to, subject, text }: MailtoRequest): void =>
    compose({ kind: 'new', to: to.map((address) => ({ name: null, email: address })), subject, text })
  const container = useMountedMail({
    content: body.content,
    images,
    title,
    theme: useTheme().resolved,
    basePath: basePath(),
    quoteLabel: t('quote'),
    cid: partUrl,
    onRendered: (mail) => {
      setState('drawn')
      onRendered(mail)
    },
    onError: () => setState('failed'),
    onLinkShown: setLink,
    onWarning: setHeld,
    onMailto: write,
    onKey: (event) => passOn(event, container.current),
  })

  if (state === 'failed') return <p role="alert">{t('bodyFailed')}</p>
  return (
    <>
      <div ref={container} className={styles.frame} data-drawn={state === 'drawn'} />
      {link && <LinkShown link={link} />}
      <LinkDialog link={held} onClose={() => setHeld(null)} />
    </>
  )
}
