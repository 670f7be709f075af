import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { useHost } from './create-host.ts'
import { reportUnmountFailure } from './failures.ts'
import styles from './inspector-dock.module.css'
import { inspectorSource } from './inspector-source.ts'
import { RemoteView, UnmountBoundary } from './remote-view.tsx'

/** Alt+Shift+I: no browser and no system has it. By place, for Alt turns the letter into another one. */
const isShortcut = (event: KeyboardEvent): boolean =>
  event.code === 'KeyI' && event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey

/** A failure closes the dock: it is no page that a message could stand in place of. */
function Failed({ onFailed }: { readonly onFailed: () => void }): null {
  useEffect(onFailed, [onFailed])
  return null
}

export interface InspectorDockProps {
  /** Federated name of the inspector's panel. Default: `inspector/panel`. */
  readonly view?: string
  /** It could not be loaded. Must stay the same. */
  readonly onFailed: () => void
}

/** The inspector at the bottom of the page, opened by `?inspect` or Alt+Shift+I; nothing of it is loaded before. */
export function InspectorDock({ view = 'inspector/panel', onFailed }: InspectorDockProps): ReactNode {
  const host = useHost()
  const [open, setOpen] = useState(() => new URLSearchParams(location.search).has('inspect'))
  const source = useMemo(() => inspectorSource(host), [host])
  const close = useMemo(() => () => setOpen(false), [])
  const fail = useMemo(
    () => () => {
      onFailed()
      setOpen(false)
    },
    [onFailed],
  )
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!isShortcut(event)) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  return (
    <UnmountBoundary onError={reportUnmountFailure} place={String(open)}>
      {open && (
        <div className={styles.dock}>
          <RemoteView
            name={view}
            props={{ source, onClose: close }}
            skeleton={null}
            failure={() => <Failed onFailed={fail} />}
          />
        </div>
      )}
    </UnmountBoundary>
  )
}
