import { useMail } from '@atrium/mail'
import type { Email, EmailBodyPart } from '@atrium/mail-contracts'
import {
  type LinkFacts,
  type LinkWarning,
  type Palette,
  mountMail,
  type MountedMail,
  type MountOptions,
  type RenderedMail,
} from '@atrium/mail-html'
import { useComposer } from '@atrium/mail-ui'
import { useStrings, basePath, useTheme } from '@atrium/remote'
import { Button, Dialog } from '@atrium/ui'
import { type ReactNode, useEffect, useEffectEvent, useRef, type RefObject, useMemo, useState } from 'react'
import { strings } from '../strings.ts'
import { isPicture, type Body } from './content.ts'
import { useMarks } from './marks.ts'
import { messageStrings } from './message-strings.ts'
import styles from './message.module.css'

type Key = keyof (typeof messageStrings)['en']

const words: Readonly<Record<LinkWarning, Key>> = {
  'text-differs': 'linkDiffers',
  'user-info': 'linkUserInfo',
  'look-alike': 'linkLookAlike',
  'ip-address': 'linkIp',
}

export interface LinkDialogProps {
  /** A link that was followed and is held back; null when there is none. */
  readonly link: LinkFacts | null
  readonly onClose: () => void
}

/** Says where a suspicious link really leads before it is opened. */
export function LinkDialog({ link, onClose }: LinkDialogProps): ReactNode {
  const t = useStrings(messageStrings)
  const open = (): void => {
    onClose()
    if (link) window.open(link.href, '_blank', 'noopener,noreferrer')
  }
  return (
    <Dialog
      open={link !== null}
      onClose={onClose}
      title={t('linkTitle')}
      closeLabel={t('close')}
      footer={
        <>
          <Button onClick={open}>{t('linkOpen')}</Button>
          <Button variant="primary" onClick={onClose}>
            {t('linkStay')}
          </Button>
        </>
      }
    >
      <p>{t('linkLeads')}</p>
      <p className={styles.address}>
        <bdi>{link?.readable}</bdi>
      </p>
      <ul className={styles.reasons}>
        {link?.warnings.map((warning) => (
          <li key={warning}>{t(words[warning])}</li>
        ))}
      </ul>
    </Dialog>
  )
}

const tokens: Readonly<Record<keyof Palette, string>> = {
  ink: '--ink-1',
  muted: '--ink-3',
  link: '--accent-strong',
  line: '--border',
  surface: '--surface-1',
}

/** The page's own colours as values, for a document that does not know its custom properties. */
export function pagePalettes(container: HTMLElement): Readonly<Record<'light' | 'dark', Palette>> {
  const probe = container.ownerDocument.createElement('span')
  container.append(probe)
  const read = (scheme: 'light' | 'dark'): Palette => {
    probe.style.colorScheme = scheme
    const entries = Object.entries(tokens).map(([name, token]) => {
      probe.style.color = `var(${token})`
      return [name, getComputedStyle(probe).color]
    })
    return Object.fromEntries(entries)
  }
  const palettes = { light: read('light'), dark: read('dark') }
  probe.remove()
  return palettes
}

/**
 * Width of A4 and Letter within a browser's margins. No frame is measured while its page is printed: the height it has
 * on paper is that of this width, and the page is scaled to the paper where that is narrower.
 */
const printedWidth = '190mm'

/** Mounts a message into its frame, and renders it again when its content changes. */
export function useMountedMail(options: MountOptions): RefObject<HTMLDivElement | null> {
  const container = useRef<HTMLDivElement>(null)
  const mounted = useRef<MountedMail>(null)
  const start = useEffectEvent((element: HTMLElement) =>
    mountMail(element, { ...options, palettes: pagePalettes(element) }),
  )
  const update = useEffectEvent((element: HTMLElement) =>
    mounted.current?.update({ ...options, palettes: pagePalettes(element) }),
  )
  useEffect(() => {
    if (!container.current) return
    const current = start(container.current)
    mounted.current = current
    return () => {
      mounted.current = null
      current.destroy()
    }
  }, [])
  const print = useEffectEvent((element: HTMLElement, begins: boolean) => {
    element.style.inlineSize = begins ? printedWidth : ''
    mounted.current?.update({ ...options, ...(begins && { theme: 'light' }), palettes: pagePalettes(element) })
  })
  useEffect(() => {
    const begin = (): void => void (container.current && print(container.current, true))
    const end = (): void => void (container.current && print(container.current, false))
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
  const { images, theme } = options
  const { html, text } = options.content
  const first = useRef(true)
  useEffect(() => {
    if (!first.current && container.current) update(container.current)
    first.current = false
  }, [html, text, images, theme])
  return container
}

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
  const copy = new KeyboardEvent('keydown', {
    key,
    ctrlKey,
    metaKey,
    altKey,
    shiftKey,
    bubbles: true,
    cancelable: true,
  })
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
  const t = useStrings(strings)
  const compose = useComposer()
  const partUrl = usePartUrl(email)
  const [link, setLink] = useState<LinkFacts | null>(null)
  const [held, setHeld] = useState<LinkFacts | null>(null)
  const [state, setState] = useState<'loading' | 'rendered' | 'failed'>('loading')
  const container = useMountedMail({
    content: body.content,
    images,
    title,
    theme: useTheme().resolved,
    basePath: basePath(),
    quoteLabel: t('quote'),
    cid: partUrl,
    onRendered: (mail) => {
      setState('rendered')
      markAgain()
      onRendered(mail)
    },
    onError: () => setState('failed'),
    onLinkShown: setLink,
    onWarning: setHeld,
    onMailto: (request) => compose({ kind: 'new', ...request }),
    onPhone: ({ href }) => window.location.assign(href),
    onKey: (event) => passOn(event, container.current),
  })

  const markAgain = useMarks(container)

  if (state === 'failed') return <p role="alert">{t('bodyFailed')}</p>
  return (
    <>
      <div ref={container} className={styles.frame} data-rendered={state === 'rendered'} />
      {link && <LinkShown link={link} />}
      <LinkDialog link={held} onClose={() => setHeld(null)} />
    </>
  )
}
