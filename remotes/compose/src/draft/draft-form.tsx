import { useEmail } from '@atrium/mail'
import type { Email, Identity } from '@atrium/mail-contracts'
import { safeFileName } from '@atrium/mail-html'
import { changePreferences, showToast, useStrings, useWorkspace } from '@atrium/remote'
import { Button, classNames, IconButton, Icon, Menu, MenuHeading, MenuItem, MenuSeparator } from '@atrium/ui'
import { useEffect, useEffectEvent, type RefObject, useState, type ReactNode, type Ref, useRef } from 'react'
import { attachFiles, AttachmentList, useFileDrop } from '../attachments.tsx'
import { type Composer, runtimeOf } from '../composers.ts'
import { discardComposer, changeDraft } from '../lifecycle.ts'
import { AddressField } from '../recipients/address-field.tsx'
import { formatAddress } from '../recipients/parse-addresses.ts'
import { sendComposer } from '../send-message.ts'
import { ScheduledDialog, SendLaterDialog } from '../send-later.tsx'
import { say, strings } from '../strings.ts'
import { SaveStatus, SendingStatus, ProblemNotice, SaveFailure } from './draft-status.tsx'
import type { BodyHandle } from '../rich-text/rich-editor.tsx'
import { Body } from './body.tsx'
import { preferFormat, type Draft, withIdentity } from './draft.ts'
import styles from './draft-form.module.css'

interface FocusTargets {
  readonly to: RefObject<HTMLInputElement | null>
  readonly subject: RefObject<HTMLInputElement | null>
  readonly body: RefObject<BodyHandle | null>
}

/** When a window appears, writing begins in the first field that is empty; the text begins at its start. */
function useFirstFocus(composer: Composer, { to, subject, body }: FocusTargets): void {
  const focus = useEffectEvent(() => {
    const { draft, request } = composer
    const answering = request.kind === 'reply' || request.kind === 'reply-all'
    if (draft.to.length === 0) to.current?.focus()
    else if (draft.subject.trim() === '' && !answering) subject.current?.focus()
    else {
      body.current?.focus(composer.save.status === 'clean')
    }
  })
  const shown = composer.view === 'docked' || composer.view === 'maximised'
  useEffect(() => {
    if (shown) focus()
  }, [shown])
}

interface DraftFieldsProps {
  readonly draft: Draft
  readonly identities: readonly Identity[]
  readonly onChange: (patch: Partial<Draft>) => void
  readonly toRef: Ref<HTMLInputElement>
  readonly subjectRef: Ref<HTMLInputElement>
}

/** A field that was opened takes the focus as it appears. */
const focusOnce = (input: HTMLInputElement | null): void => input?.focus()

function FromField({
  draft,
  identities,
  onChange,
}: Pick<DraftFieldsProps, 'draft' | 'identities' | 'onChange'>): ReactNode {
  const t = useStrings(strings)
  return (
    <label className={styles.line}>
      <span className={styles.label}>{t('from')}</span>
      <select
        className={styles.select}
        value={draft.identityId ?? identities[0]?.id}
        onChange={(event) => {
          const identityOf = (id: string | undefined): Identity | undefined => identities.find((one) => one.id === id)
          onChange(
            withIdentity(draft, identityOf(draft.identityId ?? identities[0]?.id), identityOf(event.target.value)),
          )
        }}
      >
        {identities.map((identity) => (
          <option key={identity.id} value={identity.id}>
            {formatAddress({ name: identity.name, email: identity.email })}
          </option>
        ))}
      </select>
    </label>
  )
}

function SubjectField({
  draft,
  onChange,
  subjectRef,
}: Pick<DraftFieldsProps, 'draft' | 'onChange' | 'subjectRef'>): ReactNode {
  const t = useStrings(strings)
  return (
    <div className={styles.line}>
      <input
        ref={subjectRef}
        type="text"
        dir="auto"
        aria-label={t('subject')}
        placeholder={t('subject')}
        maxLength={900}
        value={draft.subject}
        onChange={(event) => onChange({ subject: event.target.value })}
        className={styles.subject}
      />
    </div>
  )
}

const copies = ['cc', 'bcc'] as const

type Copy = (typeof copies)[number]

/** Everything above the text: who, to whom, about what. Cc and Bcc come when they are wanted. */
function DraftFields({ draft, identities, onChange, toRef, subjectRef }: DraftFieldsProps): ReactNode {
  const t = useStrings(strings)
  const [opened, setOpened] = useState<readonly Copy[]>([])
  const shows = (field: Copy): boolean => draft[field].length > 0 || opened.includes(field)
  const buttons = copies.filter((field) => !shows(field))
  return (
    <>
      {identities.length > 1 && <FromField draft={draft} identities={identities} onChange={onChange} />}
      <AddressField
        label={t('to')}
        value={draft.to}
        onChange={(to) => onChange({ to })}
        inputRef={toRef}
        end={buttons.map((field) => (
          <Button
            key={field}
            variant="quiet"
            size="small"
            aria-label={t(field === 'cc' ? 'showCc' : 'showBcc')}
            onClick={() => setOpened([...opened, field])}
          >
            {t(field)}
          </Button>
        ))}
      />
      {copies.filter(shows).map((field) => (
        <AddressField
          key={field}
          label={t(field)}
          value={draft[field]}
          onChange={(value) => onChange({ [field]: value })}
          inputRef={opened.at(-1) === field ? focusOnce : undefined}
        />
      ))}
      <SubjectField draft={draft} onChange={onChange} subjectRef={subjectRef} />
    </>
  )
}

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent)

/** Nothing is lost on the way: the formatting comes back with the format, unless the words were changed. */
function changeFormat({ key, draft }: Composer): void {
  const format = draft.format === 'plain' ? 'rich' : 'plain'
  preferFormat(format)
  changeDraft(key, { format })
}

const undoTimes = [5, 10, 20, 30] as const

const changeUndoTime = (undoSend: (typeof undoTimes)[number]): void =>
  void changePreferences({ undoSend }).catch(() => showToast({ tone: 'danger', text: say('undoSendFailed') }))

/** Forwards the whole message as a file in place of its words and its own files. */
function attachOriginal({ key, draft }: Composer, { blobId, size, subject }: Email): void {
  const name = `${safeFileName((subject ?? '').replaceAll(/[/\\]/g, '_'), say('unnamedFile'))}.eml`
  const file = { id: `kept-${blobId}`, name, type: 'message/rfc822', size, blobId, progress: 1, error: null, cid: null }
  const own = draft.attachments.filter(({ id }) => !id.startsWith('kept-'))
  changeDraft(key, { quote: '', quoteHtml: '', attachments: [...own, file] })
}

/** What is seldom wanted of a message: when it goes out, and how it is written. */
function MoreMenu({ composer }: { readonly composer: Composer }): ReactNode {
  const t = useStrings(strings)
  const [open, setOpen] = useState<'later' | 'scheduled' | null>(null)
  const chosen = useWorkspace(({ session }) => session?.preferences.undoSend ?? 5)
  const close = (): void => setOpen(null)
  const { kind, emailId } = composer.request
  const { email: original } = useEmail(kind === 'forward' ? (emailId ?? null) : null)
  return (
    <>
      <Menu
        label={t('moreOptions')}
        placement="top-start"
        trigger={(props) => <IconButton {...props} icon="more-vertical" label={t('moreOptions')} tooltip="top" />}
      >
        <MenuItem icon="clock" onSelect={() => setOpen('later')}>
          {t('sendLater')}
        </MenuItem>
        <MenuItem icon="calendar" onSelect={() => setOpen('scheduled')}>
          {t('scheduledMessages')}
        </MenuItem>
        {original && (
          <MenuItem icon="mail" onSelect={() => attachOriginal(composer, original)}>
            {t('forwardAsFile')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem checked={composer.draft.format === 'plain'} onSelect={() => changeFormat(composer)}>
          {t('plainText')}
        </MenuItem>
        <MenuSeparator />
        <MenuHeading>{t('undoSendHeading')}</MenuHeading>
        {undoTimes.map((seconds) => (
          <MenuItem key={seconds} checked={seconds === chosen} onSelect={() => changeUndoTime(seconds)}>
            {t('undoSendSeconds', { seconds })}
          </MenuItem>
        ))}
      </Menu>
      {open === 'later' && (
        <SendLaterDialog onClose={close} onChoose={(at) => void sendComposer(composer.key, { at })} />
      )}
      {open === 'scheduled' && <ScheduledDialog onClose={close} />}
    </>
  )
}

/** Send, attach, throw away; and whether all is saved. */
function DraftFooter({ composer }: { readonly composer: Composer }): ReactNode {
  const t = useStrings(strings)
  const files = useRef<HTMLInputElement>(null)
  const { key, phase, save, sendingSince } = composer
  return (
    <div className={styles.footer}>
      <Button
        variant="primary"
        icon="send"
        busy={phase === 'sending'}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        title={isMac() ? '⌘ Enter' : t('sendShortcut')}
        onClick={() => void sendComposer(key)}
      >
        {t(phase === 'sending' ? 'sending' : 'send')}
      </Button>
      <IconButton
        icon="paperclip"
        label={t('attach')}
        tooltip="top"
        data-attach
        onClick={() => files.current?.click()}
      />
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t('attach')}
        onChange={(event) => {
          attachFiles(key, [...(event.target.files ?? [])])
          // The same file may be chosen again after it was taken out.
          event.target.value = ''
        }}
      />
      <MoreMenu composer={composer} />
      <span className={styles.status}>
        {sendingSince === null ? <SaveStatus save={save} /> : <SendingStatus since={sendingSince} />}
      </span>
      <IconButton icon="trash" label={t('discard')} tooltip="top" onClick={() => void discardComposer(key)} />
    </div>
  )
}

interface DraftFormProps {
  readonly composer: Composer
  readonly identities: readonly Identity[]
}

/** The message being written: fields, text, files, and what is to be said about them. */
export function DraftForm({ composer, identities }: DraftFormProps): ReactNode {
  const t = useStrings(strings)
  const { key, draft, save, problem, phase } = composer
  const targets = {
    to: useRef<HTMLInputElement>(null),
    subject: useRef<HTMLInputElement>(null),
    body: useRef<BodyHandle>(null),
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
        <Body composer={composer} ref={targets.body} />
        <AttachmentList composer={composer} />
      </div>
      {save.status === 'failed' && <SaveFailure save={save} onRetry={() => void runtimeOf(key)?.autosave.flush()} />}
      {problem && (
        <ProblemNotice composer={composer} problem={problem} onAddSubject={() => targets.subject.current?.focus()} />
      )}
      <DraftFooter composer={composer} />
      <div className={classNames(styles.drop, drop.over && styles.over)} aria-hidden>
        <Icon name="paperclip" size={24} />
        {t('dropHere')}
      </div>
    </div>
  )
}
