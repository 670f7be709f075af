import type { LostRequest } from '@atrium/mail'
import type { ComposeRequest } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import { workspace, clearUnsaved, markUnsaved } from '@atrium/remote'
import { create } from 'zustand'
import type { SaveState, Autosave } from './draft/autosave.ts'
import { type Draft, isUploading, usedAttachments } from './draft/draft.ts'

/** Why a message was not sent, and what the window says about it. */
export type SendProblem =
  | {
      readonly kind:
        | 'no-recipients'
        | 'invalid-recipients'
        | 'uploads-running'
        | 'uploads-failed'
        | 'no-subject'
        | 'no-attachment'
        | 'no-identity'
    }
  /** Another window has sent another version; or a send whose response was lost has not gone out. */
  | { readonly kind: 'sent-elsewhere' | 'lost' }
  /** Another window has stored another version, under this id. */
  | { readonly kind: 'changed-elsewhere'; readonly emailId: string }
  | { readonly kind: 'refused' | 'unknown' | 'offline'; readonly error: AtriumError }

/** Randomness alone makes it unique; `randomUUID` is not there without TLS. */
export function newMessageId(): string {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  return `${random}@${workspace.getState().session?.address.split('@').at(-1) || 'localhost'}`
}

/** A message being written, in a window or on its way out of one. */
export interface Composer {
  /** The same over all saves. */
  readonly key: string
  readonly request: ComposeRequest
  /** `closed` is not rendered; the composer lives on until its content is safe. */
  readonly view: 'docked' | 'minimised' | 'maximised' | 'closed'
  /** It goes by itself once everything of it is at the server. */
  readonly closing: boolean
  /** `opening` until the message it replies to has loaded. */
  readonly phase: 'opening' | 'writing' | 'sending'
  readonly draft: Draft
  readonly save: SaveState
  readonly problem: SendProblem | null
  /** Names of files that were not taken because they do not fit. */
  readonly refusedFiles: readonly string[]
  /** Where it is stored now. */
  readonly emailId: string | null
  /** Without angle brackets. Made before the first save, so that what a lost response has stored or sent is found by it. */
  readonly messageId: string
  /** What the server was last sent, while it is not known whether it came through. */
  readonly attempted: Pick<LostRequest, 'kind' | 'content'> | null
  /** Milliseconds since 1970 at which sending began; null when it is not on its link. */
  readonly sendingSince: number | null
}

interface Composers {
  /** In the order they were opened. */
  readonly list: readonly Composer[]
}

/** The one state of this remote: every window is listed here. */
export const useComposers = create<Composers>(() => ({ list: [] }))

export const findComposer = (key: string): Composer | undefined =>
  useComposers.getState().list.find((composer) => composer.key === key)

export const addComposer = (composer: Composer): void =>
  useComposers.setState(({ list }) => ({ list: [...list, composer] }))

export const removeComposer = (key: string): void =>
  useComposers.setState(({ list }) => ({ list: list.filter((composer) => composer.key !== key) }))

export const patchComposer = (key: string, patch: Partial<Composer>): void =>
  useComposers.setState(({ list }) => ({
    list: list.map((composer) => (composer.key === key ? { ...composer, ...patch } : composer)),
  }))

export const patchDraft = (key: string, patch: Partial<Draft>): void =>
  useComposers.setState(({ list }) => ({
    list: list.map((composer) =>
      composer.key === key ? { ...composer, draft: { ...composer.draft, ...patch } } : composer,
    ),
  }))

export const isOpen = ({ view }: Composer): boolean => view !== 'closed'

/** What belongs to a composer and is not rendered. */
interface ComposerRuntime {
  readonly autosave: Autosave
  readonly uploads: Map<string, { readonly file: File; readonly stop: AbortController }>
  /** Content-ID → address in this page of a picture that was put into the text. */
  readonly pictures: Map<string, string>
  /** What had the focus when the window was opened. */
  readonly opener: Element | null
}

const runtimes = new Map<string, ComposerRuntime>()

export const runtimeOf = (key: string): ComposerRuntime | undefined => runtimes.get(key)

export function addRuntime(key: string, runtime: ComposerRuntime): void {
  runtimes.set(key, runtime)
}

export function endRuntime(key: string): void {
  const runtime = runtimes.get(key)
  if (!runtime) return
  void runtime.autosave.stop()
  for (const { stop } of runtime.uploads.values()) stop.abort()
  // The browser keeps a file in memory for as long as an address leads to it.
  for (const url of runtime.pictures.values()) URL.revokeObjectURL(url)
  runtimes.delete(key)
  clearUnsaved(unsavedKey(key))
}

const unsavedKey = (key: string): string => `compose/${key}`

/** Whether anything of it is nowhere but in this page. */
export function isUnsaved(key: string): boolean {
  const composer = findComposer(key)
  const runtime = runtimes.get(key)
  const discarded = composer?.view === 'closed' && !composer.closing
  if (!composer || !runtime || discarded) return false
  return runtime.autosave.dirty() || composer.phase === 'sending' || usedAttachments(composer.draft).some(isUploading)
}

/** Reports to the host whether this remote may be replaced and the page left. */
export function reportUnsaved(key: string): void {
  if (isUnsaved(key)) markUnsaved(unsavedKey(key))
  else clearUnsaved(unsavedKey(key))
}

/** Pixels, as in windows.module.css: a window, the narrowest one that is folded, what is between two, and beside all. */
const windowWidth = 560
const foldedWidth = 112
const gap = 12
const edges = 48

/**
 * Windows of full size that stand side by side when all of them are to be on the screen; on a small
 * screen one fills it.
 */
export function capacityFor(viewport: number, windows: number): number {
  const widthOf = (full: number): number =>
    full * windowWidth + (windows - full) * foldedWidth + (windows - 1) * gap + edges
  let full = windows
  while (full > 1 && widthOf(full) > viewport) full -= 1
  return Math.max(1, full)
}

/** Minimizes the windows that were opened first when there is no room for all of them. */
export function minimizeOverflow(shown: string, viewport: number = window.innerWidth): void {
  const list = useComposers.getState().list.filter(isOpen)
  const full = list.filter(({ view, key }) => view === 'docked' && key !== shown)
  const others = capacityFor(viewport, list.length) - 1
  for (const { key } of full.slice(0, Math.max(0, full.length - others))) patchComposer(key, { view: 'minimised' })
  for (const { key, view } of list) if (view === 'maximised' && key !== shown) patchComposer(key, { view: 'minimised' })
}

/** Unfolds a window, enlarges it or folds it away; folding saves. */
export function showComposer(key: string, view: Exclude<Composer['view'], 'closed'>): void {
  patchComposer(key, { view, closing: false })
  if (view === 'minimised') void runtimeOf(key)?.autosave.flush()
  else minimizeOverflow(key)
}
