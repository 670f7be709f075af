import type { InspectorPanelProps } from '@atrium/protocol'
import { useStrings } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { EventLog, ReportTable, StateView, useEventLog, useStoreChanges } from './activity.tsx'
import { CloseButton, InspectorIcon, ViewSwitch } from './controls.tsx'
import styles from './inspector-panel.module.css'
import { FlagTable, GrantTable, RemoteTable, SharingTable, SlotTable } from './loaded.tsx'
import { strings } from './strings.ts'

const views = ['remotes', 'slots', 'flags', 'grants', 'sharing', 'events', 'state', 'reports'] as const

type View = (typeof views)[number]

/** A dock at the bottom of the page that shows live how the page is composed. */
export function InspectorPanel({ source, onClose }: InspectorPanelProps): ReactNode {
  const t = useStrings(strings)
  const [view, setView] = useState<View>('remotes')
  // Here and not in their views, which miss what happens while another view is open.
  const log = useEventLog()
  const changes = useStoreChanges()
  const content = {
    remotes: () => <RemoteTable source={source} />,
    slots: () => <SlotTable source={source} />,
    flags: () => <FlagTable source={source} />,
    grants: () => <GrantTable source={source} />,
    sharing: () => <SharingTable source={source} />,
    events: () => <EventLog log={log} />,
    state: () => <StateView changes={changes} />,
    reports: () => <ReportTable source={source} />,
  } satisfies Record<View, () => ReactNode>
  return (
    <section
      aria-label={t('inspector')}
      className={styles.dock}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <header className={styles.header}>
        <h2 className={styles.title}>
          <InspectorIcon />
          <span>{t('inspector')}</span>
        </h2>
        <div className={styles.views}>
          <ViewSwitch
            label={t('section')}
            views={views.map((value) => ({ value, label: t(value) }))}
            value={view}
            onChange={setView}
          />
        </div>
        <div className={styles.end}>
          <span className={styles.keys} aria-hidden>
            <kbd>Alt</kbd>
            <kbd>Shift</kbd>
            <kbd>I</kbd>
          </span>
          <CloseButton label={t('close')} onClick={onClose} />
        </div>
      </header>
      <div className={styles.content}>{content[view]()}</div>
    </section>
  )
}
