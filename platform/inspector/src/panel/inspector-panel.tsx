import type { InspectorPanelProps } from '@atrium/protocol'
import { Icon, IconButton, Kbd, SegmentedControl } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { EventLog } from '../events/event-log.tsx'
import { useHeardEvents } from '../events/use-heard-events.ts'
import { messages } from '../messages.ts'
import { RemoteTable } from '../remotes/remote-table.tsx'
import { ReportTable } from '../reports/report-table.tsx'
import { SharingTable } from '../sharing/sharing-table.tsx'
import { StateView } from '../state/state-view.tsx'
import { useStoreChanges } from '../state/use-store-changes.ts'
import styles from './inspector-panel.module.css'

const sections = ['remotes', 'sharing', 'events', 'state', 'reports'] as const

type Section = (typeof sections)[number]

/** A dock at the foot of the page that shows how the page is composed, as it happens. */
export function InspectorPanel({ source, onClose }: InspectorPanelProps): ReactNode {
  const t = useMessages(messages)
  const [section, setSection] = useState<Section>('remotes')
  // Here, not in their sections: what happens while another one is looked at is kept.
  const events = useHeardEvents()
  const changes = useStoreChanges()
  const views = {
    remotes: () => <RemoteTable source={source} />,
    sharing: () => <SharingTable source={source} />,
    events: () => <EventLog events={events} />,
    state: () => <StateView changes={changes} />,
    reports: () => <ReportTable source={source} />,
  } satisfies Record<Section, () => ReactNode>
  return (
    <section
      aria-label={t('inspector')}
      className={styles.dock}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <header className={styles.header}>
        <h2 className={styles.title}>
          <Icon name="puzzle" size={16} />
          <span>{t('inspector')}</span>
        </h2>
        <div className={styles.sections}>
          <SegmentedControl
            label={t('section')}
            options={sections.map((value) => ({ value, label: t(value) }))}
            value={section}
            onChange={setSection}
          />
        </div>
        <div className={styles.end}>
          <span className={styles.key} aria-hidden>
            <Kbd>Alt</Kbd>
            <Kbd>Shift</Kbd>
            <Kbd>I</Kbd>
          </span>
          <IconButton icon="close" label={t('close')} tooltip="top-end" onClick={onClose} />
        </div>
      </header>
      <div className={styles.view}>{views[section]()}</div>
    </section>
  )
}
