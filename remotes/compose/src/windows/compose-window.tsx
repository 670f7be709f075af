import type { Identity } from '@atrium/mail-contracts'
import { classNames } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { closeComposer } from '../composer/close-composer.ts'
import type { Composer } from '../composer/composer.ts'
import { showComposer } from '../composer/show-composer.ts'
import { DraftForm } from '../draft/draft-form.tsx'
import { messages } from '../messages.ts'
import { sendComposer } from '../send/send-composer.ts'
import styles from './compose-window.module.css'
import { Opening } from './opening.tsx'
import { TitleBar } from './title-bar.tsx'

export interface ComposeWindowProps {
  readonly composer: Composer
  readonly identities: readonly Identity[]
  readonly identitiesSettled: boolean
}

/** One message in a window of its own. It leaves the page below usable. */
export function ComposeWindow({ composer, identities, identitiesSettled }: ComposeWindowProps): ReactNode {
  const t = useMessages(messages)
  const titleId = useId()
  const { key, view, phase, draft, request } = composer
  const title = draft.subject.trim() || t('newMessage')
  const keyDown = (event: KeyboardEvent): void => {
    // What is typed here is not for the page's shortcuts.
    event.stopPropagation()
    if (event.nativeEvent.isComposing || event.defaultPrevented) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void sendComposer(key)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      void closeComposer(key)
    }
  }
  return (
    <>
      {view === 'maximised' && <div className={styles.backdrop} aria-hidden onClick={() => showComposer(key, 'docked')} />}
      <section
        role="dialog"
        aria-modal={false}
        aria-label={t('windowLabel', { title })}
        className={classNames(styles.window, styles[view])}
        onKeyDown={keyDown}
      >
        <TitleBar composer={composer} title={title} titleId={titleId} />
        <div className={styles.content} hidden={view === 'minimised'}>
          {phase === 'opening' && request.kind !== 'new' ? (
            <Opening composer={composer} kind={request.kind} ready={identitiesSettled} />
          ) : (
            <DraftForm composer={composer} identities={identities} />
          )}
        </div>
      </section>
    </>
  )
}
