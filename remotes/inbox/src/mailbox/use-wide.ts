import { useSyncExternalStore } from 'react'

/** Room for list and conversation beside each other. */
const query = '(min-width: 1001px)'

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

export const useWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(query).matches)
