import { useHeaders, useMail } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import { useStrings } from '@atrium/remote'
import { Dialog, ErrorState } from '@atrium/ui'
import type { ReactNode } from 'react'
import { failureReason } from '../actions.ts'
import { strings } from '../strings.ts'
import { previewAddress } from './content.ts'
import styles from './source-dialog.module.css'

export interface SourceDialogProps {
  readonly email: Email
  readonly shown: 'headers' | 'source'
  readonly onClose: () => void
}

/** Characters of one header field. Beyond it: only its beginning is shown. */
const maxField = 10_000

function Fields({ emailId }: { readonly emailId: string }): ReactNode {
  const t = useStrings(strings)
  const { status, error, retry, fields } = useHeaders(emailId)
  if (status === 'error') {
    const detail = error ? failureReason(t, error) : ''
    return <ErrorState title={t('headersFailed')} detail={detail} onRetry={retry} retryLabel={t('retry')} />
  }
  return (
    <dl className={styles.fields} aria-busy={status === 'loading'}>
      {fields.map(({ name, value }, index) => (
        <div key={index} className={styles.field}>
          <dt>
            <bdi>{name}</bdi>
          </dt>
          <dd>
            <bdi>{value.trim().slice(0, maxField)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** A message as it was received, as nothing but text. */
function Source({ email }: Pick<SourceDialogProps, 'email'>): ReactNode {
  const t = useStrings(strings)
  const url = useMail().blobUrl({ blobId: email.blobId, name: 'message.txt', type: 'text/plain' })
  if (url === null) return null
  return (
    <iframe
      sandbox=""
      referrerPolicy="no-referrer"
      title={t('source')}
      src={previewAddress(url, { type: 'text/plain', charset: 'utf-8' })}
      className={styles.source}
    />
  )
}

/** The header fields of a message, or its whole source. */
export default function SourceDialog({ email, shown, onClose }: SourceDialogProps): ReactNode {
  const t = useStrings(strings)
  const title = t(shown === 'headers' ? 'headers' : 'source')
  return (
    <Dialog open onClose={onClose} title={title} closeLabel={t('close')} size="large">
      {shown === 'headers' ? <Fields emailId={email.id} /> : <Source email={email} />}
    </Dialog>
  )
}
