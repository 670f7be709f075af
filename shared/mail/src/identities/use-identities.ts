import { useQuery } from '@tanstack/react-query'
import type { Identity } from '@atrium/mail-contracts'
import { must } from '../jmap/must.ts'
import { useRoom } from '../mail-provider.tsx'
import { type ResourceState, stateOf } from '../resource-state.ts'
import { identityGet } from '../shapes/calls.ts'

export interface Identities extends ResourceState {
  readonly list: readonly Identity[]
}

const none: readonly Identity[] = []

/** Who the person may send as. */
export const useIdentities = (): Identities => {
  const { core } = useRoom()
  const load = async (): Promise<readonly Identity[]> => {
    const { identities } = await core.client.read({ identities: identityGet() })
    return must(identities).list
  }
  const query = useQuery({ queryKey: ['identities'], queryFn: load }, core.queries)
  return { ...stateOf(query), list: query.data ?? none }
}
