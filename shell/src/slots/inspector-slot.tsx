import { showToast, useMessages } from '@atrium/remote'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { useFederation } from '../federation/federation-context.ts'
import { inspectorSource } from '../federation/inspector-source.ts'
import { LeavingBoundary } from '../federation/leaving-boundary.tsx'
import { RemoteView } from '../federation/remote-view.tsx'
import { reportLeaving } from '../federation/report-failure.ts'
import { messages } from '../messages.ts'
import styles from './inspector-slot.module.css'

/** Alt+Shift+I: no browser and no system has it. By place, for Alt turns the letter into another one. */
const isKey = (event: KeyboardEvent): boolean =>
  event.code === 'KeyI' && event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey

function Failed({ onClose }: { readonly onClose: () => void }): null {
  const t = useMessages(messages)
  useEffect(() => {
    showToast({ tone: 'danger', text: t('inspectorFailed') })
    onClose()
  }, [t, onClose])
  return null
}

/** The inspector, when `?inspect` or the key asks for it; nothing of it is loaded before. */
export function InspectorSlot(): ReactNode {
  const federation = useFederation()
  const [open, setOpen] = useState(() => new URLSearchParams(location.search).has('inspect'))
  const source = useMemo(() => inspectorSource(federation), [federation])
  const close = useMemo(() => () => setOpen(false), [])
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!isKey(event)) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  return (
    <LeavingBoundary onError={reportLeaving} place={String(open)}>
      {open && (
        <div className={styles.dock}>
          <RemoteView
            name="inspector/panel"
            props={{ source, onClose: close }}
            skeleton={null}
            failure={() => <Failed onClose={close} />}
          />
        </div>
      )}
    </LeavingBoundary>
  )
}
