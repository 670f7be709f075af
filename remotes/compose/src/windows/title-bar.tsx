import { classNames, Icon, IconButton, cleanText } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { closeComposer } from '../composer/close-composer.ts'
import type { Composer } from '../composer/composer.ts'
import { showComposer } from '../composer/show-composer.ts'
import { messages } from '../messages.ts'
import styles from './title-bar.module.css'

export interface TitleBarProps {
  readonly composer: Composer
  readonly title: string
  readonly titleId: string
}

/** Name of the window, and what can be done with it. A press on the name folds it away or back. */
export function TitleBar({ composer, title, titleId }: TitleBarProps): ReactNode {
  const t = useMessages(messages)
  const { key, view, save } = composer
  const minimised = view === 'minimised'
  const maximised = view === 'maximised'
  const fold = (): void => showComposer(key, minimised ? 'docked' : 'minimised')
  return (
    <div className={classNames(styles.bar, minimised && styles.folded)}>
      <button type="button" className={styles.title} aria-expanded={!minimised} onClick={fold}>
        {save.status === 'failed' && <Icon name="warning" size={16} label={t('saveWaiting')} className={styles.warning ?? ''} />}
        <bdi id={titleId} className={styles.text}>
          {cleanText(title)}
        </bdi>
      </button>
      <span className={styles.fold}>
        <IconButton icon={minimised ? 'chevron-up' : 'minimize'} label={t(minimised ? 'restore' : 'minimise')} size="small" tooltip="top" onClick={fold} />
        {!minimised && (
          <IconButton
            icon={maximised ? 'restore' : 'maximize'}
            label={t(maximised ? 'leaveMaximised' : 'maximise')}
            size="small"
            tooltip="top"
            onClick={() => showComposer(key, maximised ? 'docked' : 'maximised')}
          />
        )}
      </span>
      <IconButton icon="close" label={t('close')} shortcut="Esc" size="small" tooltip="top" onClick={() => void closeComposer(key)} />
    </div>
  )
}
