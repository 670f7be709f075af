import type { SentMessage, Outcome } from '@atrium/mail'
import { type ComposeRequest, MailError } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import { showToast, emit, workspace } from '@atrium/remote'
import {
  type SendProblem,
  findComposer,
  patchComposer,
  patchDraft,
  runtimeOf,
  reportUnsaved,
  removeComposer,
  endRuntime,
  isUnsaved,
  type Composer,
  newMessageId,
  addComposer,
  useComposers,
  addRuntime,
  minimizeOverflow,
  showComposer,
} from './composers.ts'
import { connection, type ComposeMail, senderOf } from './connection.ts'
import { createAutosave, type SaveState } from './draft/autosave.ts'
import { backUpSoon, dropBackup, backUp, type Backup, takeBackups } from './draft/backup.ts'
import { type Draft, recipientsOf, contentOf, emptyDraft, preferredFormat } from './draft/draft.ts'
import { formatMoment, say } from './strings.ts'

/** What stays said until it is answered: typing on does not change it. */
const lasting: readonly SendProblem['kind'][] = ['unknown', 'changed-elsewhere', 'sent-elsewhere']

/** The person has changed something: it is shown, marked and, a moment later, saved. */
export function changeDraft(key: string, patch: Partial<Draft>): void {
  const composer = findComposer(key)
  if (!composer || composer.phase === 'sending') return
  patchDraft(key, patch)
  if (composer.problem && !lasting.includes(composer.problem.kind)) patchComposer(key, { problem: null })
  runtimeOf(key)?.autosave.change()
  reportUnsaved(key)
  backUpSoon(key)
}

/** Takes a composer out of the page alone: its backup stays for its writer's return. */
export function removeFromPage(key: string): void {
  endRuntime(key)
  removeComposer(key)
}

/** Forgets a composer: nothing of it is needed any more. */
export function removeComposerAndBackup(key: string): void {
  dropBackup(key)
  endRuntime(key)
  removeComposer(key)
}

/** Forgets a composer that is closing once everything of it is at the server; returns where it is stored then. */
function closeWhenSaved(key: string): string | null {
  const composer = findComposer(key)
  if (!composer?.closing || composer.save.status !== 'saved' || isUnsaved(key)) return null
  removeComposerAndBackup(key)
  return composer.emailId
}

const isEmpty = (draft: Draft): boolean =>
  recipientsOf(draft).length === 0 &&
  [draft.subject, draft.text, draft.quote].every((text) => text.trim() === '') &&
  draft.attachments.length === 0

/** Gives the focus back to what had it before, if that is still there. */
function returnFocus(key: string): void {
  const opener = runtimeOf(key)?.opener
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
}

/**
 * Closes a window and saves what is in it. Should that fail, the window stays, folded away, until it
 * has worked: what was written never exists in a place that no one can see.
 */
export async function closeComposer(key: string): Promise<void> {
  const composer = findComposer(key)
  const runtime = runtimeOf(key)
  if (!composer || !runtime || composer.phase === 'sending') return
  returnFocus(key)
  if (isEmpty(composer.draft)) {
    const mail = composer.emailId === null ? undefined : connection()?.mail
    if (mail) registerDraft(mail, composer)
    void mail?.discardDraft(key)
    return removeComposerAndBackup(key)
  }
  if (!isUnsaved(key)) return removeComposerAndBackup(key)
  patchComposer(key, { view: 'closed', closing: true })
  if (await runtime.autosave.flush()) return
  if (!findComposer(key)?.closing) return
  patchComposer(key, { view: 'minimised' })
  showToast({ tone: 'danger', text: say('notSavedYet') })
}

/** RFC 8621 §4.1.1: marks a message that was replied to or forwarded. */
function markOriginal(mail: ComposeMail, { kind, emailId }: ComposeRequest): void {
  if (emailId === undefined || kind === 'new' || kind === 'draft') return
  mail.actions.setKeyword([emailId], kind === 'forward' ? '$forwarded' : '$answered', true)
}

interface Sent extends SentMessage {
  /** When it goes out, where that was chosen. */
  readonly at?: Date | undefined
}

/** The message is out, by this attempt or, as it turned out, by an earlier one: its window closes. */
export function markSent(mail: ComposeMail, key: string, { emailId, submissionId, at }: Sent): void {
  const composer = findComposer(key)
  if (!composer) return
  markOriginal(mail, composer.request)
  returnFocus(key)
  removeComposerAndBackup(key)
  emit('mail:sent', { emailId, submissionId })
  const text = at ? say('scheduledFor', { date: formatMoment(at) }) : say('sent')
  if (submissionId === null) return void showToast({ tone: 'success', text })
  const undo = (): void => void takeBack(mail, { composer, emailId, submissionId })
  const duration = at ? toastTime : undoSeconds() * 1000
  showToast({ tone: 'success', text, action: { label: say('undo'), run: undo }, duration })
}

/** Seconds in which a message that was sent can be taken back. */
export const undoSeconds = (): number => workspace.getState().session?.preferences.undoSend ?? 5

/** Stops a message that the server still holds, and opens it again as it was. */
async function takeBack(
  mail: ComposeMail,
  { composer, emailId, submissionId }: { composer: Composer; emailId: string; submissionId: string },
): Promise<void> {
  const { ok } = await mail.cancelSend({ submissionId })
  if (!ok) return void showToast({ tone: 'danger', text: say('undoTooLate') })
  const { draft, messageId } = composer
  startComposer({ kind: 'draft', emailId }, { draft, messageId, emailId, phase: 'writing' })
}

const notConnected = (): AtriumError =>
  new MailError('DRAFT_NOT_SAVED', { subject: 'draft', remedy: 'It is saved once the page has reached the server' })

/** Keys that a data layer knows; each session has one of its own. */
const known = new WeakMap<ComposeMail, Set<string>>()

/** Lets the data layer of this session know what is stored of a message, and what an earlier one may have stored. */
export function registerDraft(mail: ComposeMail, { key, emailId, messageId, attempted }: Composer): void {
  const keys = known.get(mail) ?? new Set()
  known.set(mail, keys)
  if (keys.has(key)) return
  keys.add(key)
  mail.adoptDraft(key, { emailId, messageId, lost: attempted })
}

/** Stores a draft as it is now. */
export async function saveDraft(key: string): Promise<Outcome<null>> {
  const composer = findComposer(key)
  const link = connection()
  if (!composer || !link) return { ok: false, error: notConnected() }
  registerDraft(link.mail, composer)
  const content = contentOf(composer.draft, senderOf(composer.draft, link))
  // A send whose response was lost is still open: the data layer looks for it first.
  if (composer.attempted?.kind !== 'send') patchComposer(key, { attempted: { kind: 'save', content } })
  // Before the request: should the page end now, the next one must know what may have been stored.
  backUp(key)
  const outcome = await link.mail.saveDraft({ key, ...content })
  if (!outcome.ok) return outcome
  const { emailId, messageId, sent, other } = outcome.value
  if (sent) markSent(link.mail, key, sent)
  else {
    patchComposer(key, { emailId, messageId, attempted: null })
    if (other)
      patchComposer(key, {
        problem: other.sent ? { kind: 'sent-elsewhere' } : { kind: 'changed-elsewhere', emailId: other.emailId },
      })
    else if (findComposer(key)?.problem?.kind === 'unknown') patchComposer(key, { problem: { kind: 'lost' } })
    emit('draft:saved', { key, emailId })
  }
  return { ok: true, value: null }
}

/** Milliseconds in which a discarded draft can be brought back; its toast goes a little earlier. */
const hold = 8000
const toastTime = 7000

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Deletes a draft here and at the server, now: a page that ends while it could be brought back must not restore it.
 * Resolves with whether it is gone.
 */
async function destroyDraft(key: string, stopped: Promise<void>): Promise<boolean> {
  dropBackup(key)
  await stopped
  const mail = connection()?.mail
  const composer = findComposer(key)
  if (!composer) return true
  if (!mail) return composer.emailId === null
  registerDraft(mail, composer)
  const { ok } = await mail.discardDraft(key)
  if (ok) patchComposer(key, { emailId: null, attempted: null })
  return ok
}

/** Shows a discarded draft again: its words are in this page, and are stored again after the deletion. */
function bringBack(key: string): void {
  patchComposer(key, { view: 'docked' })
  runtimeOf(key)?.autosave.change()
  reportUnsaved(key)
  backUp(key)
}

/** Discards a draft. There is no question: a toast brings it back. */
export async function discardComposer(key: string): Promise<void> {
  const composer = findComposer(key)
  const runtime = runtimeOf(key)
  if (!composer || !runtime) return
  const untouched = composer.emailId === null && !isUnsaved(key)
  returnFocus(key)
  patchComposer(key, { view: 'closed', closing: false })
  reportUnsaved(key)
  const stopped = runtime.autosave.stop()
  if (untouched) return removeComposerAndBackup(key)

  let kept = false
  const destroyed = destroyDraft(key, stopped)
  const undo = (): void => {
    kept = true
    bringBack(key)
  }
  showToast({ tone: 'neutral', text: say('discarded'), action: { label: say('undo'), run: undo }, duration: toastTime })
  if (await destroyed) emit('draft:discarded', { key })
  else if (!kept) showToast({ tone: 'danger', text: say('notDiscarded') })
  await wait(hold)
  if (!kept) removeComposerAndBackup(key)
}

let count = 0

function draftOf({ kind, to = [], cc = [], bcc = [], subject = '', text = '' }: ComposeRequest): Draft {
  const start = { ...emptyDraft, format: preferredFormat() }
  return kind === 'new' ? { ...start, to, cc, bcc, subject, text } : start
}

const isDraftOf = (one: Composer, emailId: string | undefined): boolean =>
  (one.emailId ?? (one.request.kind === 'draft' ? one.request.emailId : null)) === emailId

const openAlready = ({ kind, emailId }: ComposeRequest): Composer | undefined =>
  kind === 'draft' ? useComposers.getState().list.find((one) => isDraftOf(one, emailId)) : undefined

function onSaveState(key: string, save: SaveState): void {
  patchComposer(key, { save })
  reportUnsaved(key)
  if (save.status !== 'saved' && save.status !== 'failed') return
  const emailId = closeWhenSaved(key)
  backUp(key)
  if (emailId === null) return
  showToast({
    tone: 'neutral',
    text: say('savedInDrafts'),
    action: { label: say('open'), run: () => startComposer({ kind: 'draft', emailId }) },
  })
}

/** Puts up a window for a draft. Nothing is written to the server before something is changed. */
function startComposer(request: ComposeRequest, start: Partial<Composer> = {}): string {
  count += 1
  const key = `message-${count}`
  const autosave = createAutosave({
    save: () => saveDraft(key),
    onState: (save) => onSaveState(key, save),
  })
  addRuntime(key, { autosave, uploads: new Map(), pictures: new Map(), opener: document.activeElement })
  addComposer({
    key,
    request,
    view: 'docked',
    closing: false,
    phase: request.kind === 'new' ? 'writing' : 'opening',
    draft: draftOf(request),
    save: { status: 'clean' },
    problem: null,
    refusedFiles: [],
    emailId: null,
    messageId: newMessageId(),
    attempted: null,
    sendingSince: null,
    ...start,
  })
  minimizeOverflow(key)
  return key
}

/** Opens a window and returns its key. A draft that is open already is brought forward instead. */
export function openComposer(request: ComposeRequest): string {
  const there = openAlready(request)
  if (!there) return startComposer(request)
  showComposer(there.key, there.view === 'maximised' ? 'maximised' : 'docked')
  return there.key
}

/** Opens a window, folded, for a message that another page could not save before it ended. */
function recover({ draft, request, emailId, messageId, attempted }: Backup): string {
  // Where the earlier page has written the Message-ID, a save of its last moment is found by it.
  const key = startComposer(request, {
    ...{ draft, emailId, attempted },
    messageId: messageId ?? newMessageId(),
    phase: 'writing',
  })
  changeDraft(key, {})
  showComposer(key, 'minimised')
  return key
}

/** Opens windows again for messages that other pages of this person could not save before they ended. */
export async function recoverDrafts(accountId: string): Promise<void> {
  const count = await takeBackups(accountId, recover)
  if (count > 0) showToast({ tone: 'neutral', text: say('recovered', { count }) })
}
