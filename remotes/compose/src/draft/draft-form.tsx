import type { Identity } from '@atrium/mail-contracts'
import { classNames, Icon } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useRef, type ReactNode } from 'react'
import { attachFiles } from '../attachment/attach-files.ts'
import { AttachmentList } from '../attachment/attachment-list.tsx'
import { useFileDrop } from '../attachment/use-file-drop.ts'
import { BodyArea } from '../body/body-area.tsx'
import { changeDraft } from '../composer/change-draft.ts'
import type { Composer } from '../composer/composer.ts'
import { keeperOf } from '../composer/keepers.ts'
import { messages } from '../messages.ts'
import { ProblemNotice } from '../send/problem-notice.tsx'
import { wholeText } from './draft.ts'
import { DraftFields } from './draft-fields.tsx'
import styles from './draft-form.module.css'
import { DraftFooter } from './draft-footer.tsx'
import { SaveFailure } from './save-status.tsx'
import { useFirstFocus } from './use-first-focus.ts'

export interface DraftFormProps {
  readonly composer: Composer
  readonly identities: readonly Identity[]
}

/** The message being written: fields, text, files, and what is to be said about them. */
export function DraftForm({ composer, identities }: DraftFormProps): ReactNode {
  const t = useMessages(messages)
  const { key, draft, save, problem, phase, hadFormatting } = composer
  const targets = {
    to: useRef<HTMLInputElement>(null),
    subject: useRef<HTMLInputElement>(null),
    body: useRef<HTMLTextAreaElement>(null),
  }
  useFirstFocus(composer, targets)
  const drop = useFileDrop((files) => attachFiles(key, files))
  return (
    <div className={styles.form} inert={phase === 'sending'} {...drop.handlers}>
      <div className={styles.scroll}>
        <DraftFields
          draft={draft}
          identities={identities}
          onChange={(patch) => changeDraft(key, patch)}
          toRef={targets.to}
          subjectRef={targets.subject}
        />
        {hadFormatting && <p className={styles.note}>{t('formattingLost')}</p>}
        <BodyArea
          ref={targets.body}
          text={draft.text}
          onChange={(text) => changeDraft(key, { text })}
          onShowQuote={draft.quote === '' ? undefined : () => changeDraft(key, { text: wholeText(draft), quote: '' })}
          onFiles={(files) => attachFiles(key, files)}
        />
        <AttachmentList composer={composer} />
      </div>
      {save.status === 'failed' && <SaveFailure save={save} onRetry={() => void keeperOf(key)?.autosave.flush()} />}
      {problem && <ProblemNotice composer={composer} problem={problem} onAddSubject={() => targets.subject.current?.focus()} />}
      <DraftFooter composer={composer} />
      <div className={classNames(styles.drop, drop.over && styles.over)} aria-hidden>
        <Icon name="paperclip" size={24} />
        {t('dropHere')}
      </div>
    </div>
  )
}
