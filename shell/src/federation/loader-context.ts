import { createContext, useContext } from 'react'
import type { RemoteLoader } from './remote-loader.ts'

export const LoaderContext = createContext<RemoteLoader | null>(null)

export function useLoader(): RemoteLoader {
  const loader = useContext(LoaderContext)
  if (!loader) throw new Error('useLoader: no LoaderContext above')
  return loader
}
