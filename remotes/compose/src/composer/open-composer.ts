import type { ComposeRequest } from '@atrium/mail-contracts'
import { showToast } from '@atrium/remote'
import { createAutosave, type SaveState } from '../draft/autosave.ts'
import { type Draft, emptyDraft } from '../draft/draft.ts'
import { say } from '../say.ts'
import { backUp } from './backup.ts'
import { type Composer, newMessageId } from './composer.ts'
import { addComposer, patchComposer, useComposers } from './composers.ts'
import { addKeeper, tellUnsaved } from './keepers.ts'
import { makeRoom } from './make-room.ts'
import { saveDraft } from './save-draft.ts'
import { letGo } from './let-go.ts'
import { showComposer } from './show-composer.ts'

let count = 0

const draftOf = ({ kind, to = [], subject = '', text = '' }: ComposeRequest): Draft =>
  kind === 'new' ? { ...emptyDraft, to, subject, text } : emptyDraft

const isDraftOf = (one: Composer, emailId: string | undefined): boolean =>
  (one.emailId ?? (one.request.kind === 'draft' ? one.request.emailId : null)) === emailId

const openAlready = ({ kind, emailId }: ComposeRequest): Composer | undefined =>
  kind === 'draft' ? useComposers.getState().list.find((one) => isDraftOf(one, emailId)) : undefined

const onSaveState = (key: string, save: SaveState): void => {
  patchComposer(key, { save })
  tellUnsaved(key)
  if (save.status !== 'saved' && save.status !== 'failed') return
  const emailId = letGo(key)
  backUp(key)
  if (emailId === null) return
  showToast({
    tone: 'neutral',
    text: say('savedInDrafts'),
    action: { label: say('open'), run: () => startComposer({ kind: 'draft', emailId }) },
  })
}

/** Puts up a window for a draft. Nothing is written to the server before something is changed. */
export const startComposer = (request: ComposeRequest, start: Partial<Composer> = {}): string => {
  count += 1
  const key = `message-${count}`
  const autosave = createAutosave({
    save: () => saveDraft(key),
    onState: (save) => onSaveState(key, save),
  })
  addKeeper(key, { autosave, uploads: new Map(), opener: document.activeElement })
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
    hadFormatting: false,
    ...start,
  })
  makeRoom(key)
  return key
}

/** Opens a window and returns its key. A draft that is open already is brought forward instead. */
export const openComposer = (request: ComposeRequest): string => {
  const there = openAlready(request)
  if (!there) return startComposer(request)
  showComposer(there.key, there.view === 'maximised' ? 'maximised' : 'docked')
  return there.key
}
