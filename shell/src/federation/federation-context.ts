import { createContext, useContext } from 'react'
import type { Federation } from './start-federation.ts'

export const FederationContext = createContext<Federation | null>(null)

/** What loads remotes, and knows which are off, new or broken. */
export function useFederation(): Federation {
  const federation = useContext(FederationContext)
  if (!federation) throw new Error('useFederation: no FederationContext above')
  return federation
}
