export const syncedTypes = ['Email', 'Thread', 'Mailbox'] as const

export type SyncedType = (typeof syncedTypes)[number]

export const isSynced = (type: string): type is SyncedType => (syncedTypes as readonly string[]).includes(type)

/** The oldest state of each type that something in the caches was read at. */
export interface States {
  readonly get: (type: SyncedType) => string | undefined
  /** Called with the state of every answer; a newer one than known means that there is something to catch up with. */
  readonly note: (type: SyncedType, state: string) => void
  /** While catching up: answers at this state bring nothing that is not known. */
  readonly expect: (type: SyncedType, state: string) => void
  /** After catching up. */
  readonly advance: (type: SyncedType, state: string) => void
  readonly forget: () => void
}

export const createStates = (onNewer: () => void): States => {
  const known = new Map<SyncedType, string>()
  const expected = new Map<SyncedType, string>()
  return {
    get: (type) => known.get(type),
    note: (type, state) => {
      const before = known.get(type)
      if (before === undefined) known.set(type, state)
      else if (before !== state && expected.get(type) !== state) onNewer()
    },
    expect: (type, state) => expected.set(type, state),
    advance: (type, state) => known.set(type, state),
    forget: () => known.clear(),
  }
}
