import { useSyncExternalStore } from 'react'

/** One column, a drawer and a bottom bar up to this width. The stylesheets say the same. */
const query = '(max-width: 720px)'

function subscribe(listener: () => void): () => void {
  const list = matchMedia(query)
  list.addEventListener('change', listener)
  return () => list.removeEventListener('change', listener)
}

/** Whether the window is as wide as a phone. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(query).matches)
