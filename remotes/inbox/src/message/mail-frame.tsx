import type { Email } from '@atrium/contracts'
import { useMail } from '@atrium/mail'
import { mountMail, type LinkFacts, type MountedMail, type RenderedMail } from '@atrium/mail-html'
import { useMessages, useTheme } from '@atrium/workspace'
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { siteBase } from '../address/site-base.ts'
import { useComposer } from '../answer/use-composer.ts'
import { messages } from '../messages.ts'
import type { Body } from './body-of.ts'
import { LinkDialog } from './link-dialog.tsx'
import styles from './message.module.css'
import { pagePalettes } from './page-palettes.ts'

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

/** The message itself, in a frame of its own. */
export function MailFrame({ email, body, images, title, onRendered }: MailFrameProps): ReactNode {
  const t = useMessages(messages)
  const mail = useMail()
  const compose = useComposer()
  const theme = useTheme().resolved
  const container = useRef<HTMLDivElement>(null)
  const mounted = useRef<MountedMail>(null)
  const [link, setLink] = useState<LinkFacts | null>(null)
  const [held, setHeld] = useState<LinkFacts | null>(null)
  const [failed, setFailed] = useState(false)
  const [drawn, setDrawn] = useState(false)

  const partUrl = (cid: string): string | undefined => {
    const part = [...email.attachments, ...email.htmlBody].find((each) => each.cid === cid)
    const known = part?.blobId ? mail.blobUrl({ blobId: part.blobId, name: 'picture', type: part.type }) : null
    return known ?? undefined
  }
  const rendered = useEffectEvent((result: RenderedMail) => {
    setDrawn(true)
    onRendered(result)
  })
  const start = useEffectEvent((element: HTMLElement) =>
    mountMail(element, {
      content: body.content,
      images,
      theme,
      title,
      basePath: siteBase(),
      palettes: pagePalettes(element),
      quoteLabel: t('quote'),
      cid: partUrl,
      onRendered: (result) => rendered(result),
      onError: () => setFailed(true),
      onLinkShown: setLink,
      onWarning: setHeld,
      onMailto: ({ to, subject, text }) =>
        compose({ kind: 'new', to: to.map((address) => ({ name: null, email: address })), subject, text }),
      onKey: (event) => passOn(event, element),
    }),
  )
  const { html, text } = body.content
  useEffect(() => {
    if (!container.current) return
    const current = start(container.current)
    mounted.current = current
    return () => {
      mounted.current = null
      current.destroy()
    }
  }, [])
  const redraw = useEffectEvent(() => {
    const element = container.current
    if (element) mounted.current?.update({ content: body.content, images, theme, palettes: pagePalettes(element) })
  })
  // The parts of `content`, which itself is made anew with each drawing.
  useEffect(() => redraw(), [html, text, images, theme])

  if (failed) return <p role="alert">{t('bodyFailed')}</p>
  return (
    <>
      <div ref={container} className={styles.frame} data-drawn={drawn} />
      {link && (
        <div className={styles.linkShown} data-warned={link.warnings.length > 0}>
          <bdi>{link.readable}</bdi>
        </div>
      )}
      <LinkDialog link={held} onClose={() => setHeld(null)} />
    </>
  )
}
