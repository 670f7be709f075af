import type { Session } from '@atrium/protocol/register'
import { useStrings } from '@atrium/remote'
import { Dialog, Icon } from '@atrium/ui'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import offStyles from '../frame/off-note.module.css'
import { strings } from '../strings.ts'
import { sessionEnd } from './session-end.ts'

const RenewForm = lazy(() => import('./renew-form.tsx'))

/** Says that the session is about to end, and renews it in place. Mounted always, so that screen readers announce it. */
export function SessionNote({ session }: { readonly session: Session }): ReactNode {
  const t = useStrings(strings)
  const { minutes } = useStore(sessionEnd)
  const [open, setOpen] = useState(false)
  const text = minutes === null ? '' : t('sessionEnds', { minutes })
  return (
    <>
      <output>
        {minutes !== null && (
          <button type="button" className={offStyles.note} title={text} onClick={() => setOpen(true)}>
            <Icon name="history" size={16} />
            <span className={offStyles.text}>{text}</span>
          </button>
        )}
      </output>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('sessionRenewTitle')}
        closeLabel={t('close')}
        size="small"
      >
        <Suspense>
          <RenewForm address={session.address} onDone={() => setOpen(false)} />
        </Suspense>
      </Dialog>
    </>
  )
}
