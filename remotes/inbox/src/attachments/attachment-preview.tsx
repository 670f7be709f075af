import { previewFlag, previewTypeOf, type EmailBodyPart } from '@atrium/mail-contracts'
import { Dialog, IconButton, isolated } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './attachment-list.module.css'

export interface AttachmentPreviewProps {
  readonly part: EmailBodyPart
  /** Safe to show. */
  readonly name: string
  /** Where it is downloaded from. */
  readonly url: string
}

/** Octets; what is larger is for another program. */
const largest = { picture: 25_000_000, text: 1_000_000 }

function addressOf({ type, charset }: EmailBodyPart, url: string): string {
  const address = new URL(url, window.location.href)
  address.searchParams.set('type', type)
  address.searchParams.set(previewFlag, '1')
  if (charset !== null) address.searchParams.set('charset', charset)
  return address.href
}

/**
 * A picture or a text, shown without downloading it. The frame gives what is in it no origin and no
 * right at all; the gateway's answer says the same once more.
 */
export function AttachmentPreview({ part, name, url }: AttachmentPreviewProps): ReactNode {
  const t = useMessages(messages)
  const [open, setOpen] = useState(false)
  const type = previewTypeOf(part.type)
  if (type === null || part.size > (type === 'text/plain' ? largest.text : largest.picture)) return null
  return (
    <>
      <IconButton icon="eye" size="small" label={t('preview', { name: isolated(name) })} onClick={() => setOpen(true)} />
      <Dialog open={open} onClose={() => setOpen(false)} title={isolated(name)} closeLabel={t('close')} size="large">
        <iframe sandbox="" referrerPolicy="no-referrer" title={t('previewTitle')} src={addressOf(part, url)} className={styles.preview} />
      </Dialog>
    </>
  )
}
