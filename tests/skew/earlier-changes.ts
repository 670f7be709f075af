/** What a later release changed in a source, taken back. */
export interface EarlierChange {
  /** Below the root. */
  readonly file: string
  readonly now: string
  readonly before: string
}

/**
 * The previous release of every package is this source without these changes, each of which crosses a
 * boundary. Replace them by newer ones as contracts go on: what is taken back must fit what is there.
 */
export const earlierChanges: readonly EarlierChange[] = [
  // Every bundle: an error that crosses it has a code the other side does not know.
  {
    file: 'platform/protocol/src/errors.ts',
    now: "  EVENTS_FLOODED: 'A remote emits more events than the limit',\n",
    before: '',
  },
  // Host: it knows compose at contract 1 alone.
  { file: 'shared/mail-contracts/src/contract-versions.ts', now: 'compose: [1, 2],', before: 'compose: [1],' },
  // Host: a bus without a limit.
  {
    file: 'platform/remote/src/bus.ts',
    now: '  letThrough(name, () => window.dispatchEvent(new CustomEvent(typeOf(name), { detail })))',
    before: '  window.dispatchEvent(new CustomEvent(typeOf(name), { detail }))',
  },
  // Compose: `mail:sent` always has an id.
  { file: 'remotes/compose/src/send/send-composer.ts', now: 'submissionId })', before: "submissionId: submissionId ?? '' })" },
]

/** Contracts the previous releases were built against, where they are not today's. */
export const earlierContracts: Readonly<Record<string, number>> = { compose: 1 }
