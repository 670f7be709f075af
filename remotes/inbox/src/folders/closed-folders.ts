import { createStore, useStore } from 'zustand'

const key = 'atrium.inbox.closed-folders'

function kept(): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}

/** Folders whose subfolders are hidden, on this screen. */
const closed = createStore<{ readonly ids: readonly string[] }>(() => ({ ids: kept() }))

export const useClosedFolders = (): readonly string[] => useStore(closed, ({ ids }) => ids)

export function setFolderClosed(id: string, on: boolean): void {
  const others = closed.getState().ids.filter((each) => each !== id)
  const ids = on ? [...others, id] : others
  closed.setState({ ids })
  try {
    localStorage.setItem(key, JSON.stringify(ids))
  } catch {
    // Storage is full or forbidden: it lasts until the page is left.
  }
}
