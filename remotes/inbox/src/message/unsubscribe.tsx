import type { Email } from '@atrium/mail-contracts'
import { parseMailto } from '@atrium/mail-html'
import { useComposer } from '@atrium/mail-ui'
import { useStrings } from '@atrium/remote'
import { Button, Dialog } from '@atrium/ui'
import { useState, type ReactNode } from 'react'
import { strings } from '../strings.ts'
import styles from './message-head.module.css'

/** How a reader leaves a mailing list. */
export type WayOut = { readonly kind: 'page'; readonly url: URL } | { readonly kind: 'mail'; readonly href: string }

/** Addresses of one message that are looked at. Beyond it: the rest is left out. */
const maxAddresses = 10

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)

/** The first address of a List-Unsubscribe field that can be used (RFC 2369 §3.2): a page over HTTPS, or a mail. */
export function wayOut(email: Pick<Email, 'header:List-Unsubscribe:asURLs'>): WayOut | null {
  for (const text of (email['header:List-Unsubscribe:asURLs'] ?? []).slice(0, maxAddresses)) {
    const url = parsed(text)
    if (url?.protocol === 'https:') return { kind: 'page', url }
    if (url?.protocol === 'mailto:' && parseMailto(text).to.length > 0) return { kind: 'mail', href: text }
  }
  return null
}

/** Leaves a mailing list after a question: a mail is written, or a page of the sender opened. */
export function Unsubscribe({ way }: { readonly way: WayOut }): ReactNode {
  const t = useStrings(strings)
  const compose = useComposer()
  const [open, setOpen] = useState(false)
  const leave = (): void => {
    setOpen(false)
    if (way.kind === 'page') window.open(way.url.href, '_blank', 'noopener,noreferrer')
    else compose({ kind: 'new', ...parseMailto(way.href) })
  }
  const target = way.kind === 'page' ? way.url.host : (parseMailto(way.href).to[0]?.email ?? '')
  return (
    <>
      <button type="button" className={styles.unsubscribe} onClick={() => setOpen(true)}>
        {t('unsubscribe')}
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('unsubscribeTitle')}
        closeLabel={t('close')}
        size="small"
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
            <Button variant="primary" onClick={leave}>
              {t(way.kind === 'page' ? 'unsubscribePage' : 'unsubscribeMail')}
            </Button>
          </>
        }
      >
        <p>{t(way.kind === 'page' ? 'unsubscribePageDetail' : 'unsubscribeMailDetail')}</p>
        <p className={styles.wayOut}>
          <bdi>{target}</bdi>
        </p>
      </Dialog>
    </>
  )
}
