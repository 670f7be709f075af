import { workspace } from '@atrium/remote'
import { create } from 'zustand'

/** Recent searches that are kept. Beyond it: the oldest is forgotten. */
const maxSearches = 8
const keyFor = (accountId: string): string => `atrium:searches:${accountId}`

/** Storage may be forbidden or damaged: then there are no recent searches. */
const load = (accountId: string): readonly string[] => {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyFor(accountId)) ?? '[]')
    return Array.isArray(value)
      ? value.filter((query): query is string => typeof query === 'string').slice(0, maxSearches)
      : []
  } catch {
    return []
  }
}

const save = (accountId: string, list: readonly string[]): void => {
  try {
    if (list.length === 0) localStorage.removeItem(keyFor(accountId))
    else localStorage.setItem(keyFor(accountId), JSON.stringify(list))
  } catch {
    // kept until the page is closed
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
  return state.accountId === accountId ? state : { accountId, list: accountId === null ? none : load(accountId) }
}

const store = (list: readonly string[]): void => {
  const { accountId } = current()
  if (accountId === null) return
  useRecent.setState({ accountId, list })
  save(accountId, list)
}

/** The recent searches of this account on this device, newest first. At most 8. */
export const useRecentSearches = (): readonly string[] => {
  const state = useRecent()
  const fresh = current()
  return state.accountId === fresh.accountId ? state.list : fresh.list
}

/** Saves a search as the newest one. */
export const rememberSearch = (query: string): void => {
  const wanted = query.trim()
  if (wanted === '') return
  store([wanted, ...current().list.filter((one) => one.toLowerCase() !== wanted.toLowerCase())].slice(0, maxSearches))
}

export const forgetSearches = (): void => store([])
