import { workspace } from '@atrium/remote'
import { create } from 'zustand'

const most = 8
const keyFor = (accountId: string): string => `atrium:searches:${accountId}`

/** Storage may be forbidden or damaged: then nothing is remembered, and nothing breaks. */
const read = (accountId: string): readonly string[] => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyFor(accountId)) ?? '[]')
    return Array.isArray(value) ? value.filter((query): query is string => typeof query === 'string').slice(0, most) : []
  } catch {
    return []
  }
}

const write = (accountId: string, list: readonly string[]): void => {
  try {
    if (list.length === 0) localStorage.removeItem(keyFor(accountId))
    else localStorage.setItem(keyFor(accountId), JSON.stringify(list))
  } catch {
    // remembered until the page is left
  }
}

interface Recent {
  readonly accountId: string | null
  readonly list: readonly string[]
}

const useRecent = create<Recent>(() => ({ accountId: null, list: [] }))

const none: readonly string[] = []

const account = (): string | null => workspace.getState().session?.accountId ?? null

const current = (): Recent => {
  const accountId = account()
  const state = useRecent.getState()
  return state.accountId === accountId ? state : { accountId, list: accountId === null ? none : read(accountId) }
}

const put = (list: readonly string[]): void => {
  const { accountId } = current()
  if (accountId === null) return
  useRecent.setState({ accountId, list })
  write(accountId, list)
}

/** What this person searched for last on this device, newest first. */
export const useRecentSearches = (): readonly string[] => {
  const state = useRecent()
  const fresh = current()
  return state.accountId === fresh.accountId ? state.list : fresh.list
}

/** Remembers a search; one that only goes on from the newest takes its place. */
export const rememberSearch = (query: string): void => {
  const wanted = query.trim()
  if (wanted === '') return
  put([wanted, ...current().list.filter((one) => one.toLowerCase() !== wanted.toLowerCase())].slice(0, most))
}

export const forgetSearches = (): void => put([])
