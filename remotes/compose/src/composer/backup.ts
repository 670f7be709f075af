import { unsentPrefix } from '@atrium/mail-contracts'
import type { Draft } from '../draft/draft.ts'
import { connection } from '../connection.ts'
import { useComposers } from './composers.ts'
import { isUnsaved } from './keepers.ts'

/** A message that had not reached the server, as it is kept in the browser. */
export interface Backup {
  readonly draft: Draft
  /** Where an earlier state of it is stored. */
  readonly emailId: string | null
}

/** One for each tab: two of them may be writing. */
const tab = `${Date.now().toString(36)}${Math.trunc(performance.now()).toString(36)}`

const keyFor = (accountId: string): string => `${unsentPrefix(accountId)}${tab}`

/** Storage may be full, or forbidden: then there is no second net, and the first one still holds. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Keeps what is unsaved in the browser, for the case that the page goes before the server is back. */
export const backUpUnsaved = (): void => {
  const accountId = connection()?.session.accountId
  if (accountId === undefined) return
  const unsaved = useComposers.getState().list.filter(({ key }) => isUnsaved(key))
  const backups: Backup[] = unsaved.map(({ draft, emailId }) => ({
    draft: { ...draft, attachments: draft.attachments.filter(({ blobId }) => blobId !== null) },
    emailId,
  }))
  quietly(() => {
    if (backups.length === 0) localStorage.removeItem(keyFor(accountId))
    else localStorage.setItem(keyFor(accountId), JSON.stringify(backups))
  })
}

/** For sign-out: nothing of a person stays on a machine they may share. */
export const clearBackups = (accountId: string): void => {
  quietly(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(unsentPrefix(accountId))) localStorage.removeItem(key)
  })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textFields = ['subject', 'text', 'quote']
const listFields = ['to', 'cc', 'bcc', 'attachments', 'inReplyTo', 'references']

const isBackup = (value: unknown): value is Backup => {
  const draft = isRecord(value) ? value['draft'] : null
  return (
    isRecord(draft) &&
    textFields.every((field) => typeof draft[field] === 'string') &&
    listFields.every((field) => Array.isArray(draft[field]))
  )
}

const parse = (text: string | null): Backup[] => {
  const value: unknown = quietly(() => JSON.parse(text ?? '[]'))
  return Array.isArray(value) ? value.filter(isBackup) : []
}

/** Holds this tab's own name for as long as it lives, so that no other one takes its backup. */
export const holdTab = (accountId: string): void => {
  void navigator.locks?.request(keyFor(accountId), () => new Promise(() => undefined))
}

/** Takes what tabs that are gone have left behind. */
export const takeBackups = async (accountId: string): Promise<readonly Backup[]> => {
  const keys = quietly(() => Object.keys(localStorage)) ?? []
  const found: Backup[] = []
  const take = (key: string): void => {
    found.push(...(quietly(() => parse(localStorage.getItem(key))) ?? []))
    quietly(() => localStorage.removeItem(key))
  }
  for (const key of keys) {
    if (!key.startsWith(unsentPrefix(accountId)) || key === keyFor(accountId)) continue
    if (navigator.locks) await navigator.locks.request(key, { ifAvailable: true }, (lock) => void (lock && take(key)))
    else take(key)
  }
  return found
}
