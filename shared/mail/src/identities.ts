import { unwrap } from '@atrium/jmap'
import type { Identity } from '@atrium/mail-contracts'
import { useQuery } from '@tanstack/react-query'
import { type ResourceState, stateOf } from './core.ts'
import { useInternals } from './internals.ts'
import { identityGet, emailQuery } from './methods.ts'

export interface Identities extends ResourceState {
  readonly list: readonly Identity[]
}

const none: readonly Identity[] = []

/** The identities the user may send as. */
export const useIdentities = (): Identities => {
  const { core } = useInternals()
  const load = async (): Promise<readonly Identity[]> => {
    const { identities } = await core.client.read({ identities: identityGet() })
    return unwrap(identities).list
  }
  const query = useQuery({ queryKey: ['identities'], queryFn: load }, core.queries)
  return { ...stateOf(query), list: query.data ?? none }
}

export interface KnownSender {
  /** Null requests nothing. */
  readonly address: string | null
  /** When the message in question came; earlier ones count. */
  readonly before: string
}

/**
 * Whether there is earlier mail from an address, or any to it.
 * @returns undefined until it is known, and when it cannot be found out.
 */
export const useKnownSender = ({ address, before }: KnownSender): boolean | undefined => {
  const { core } = useInternals()
  const load = async (): Promise<boolean> => {
    const one = { limit: 1, calculateTotal: false }
    const { earlier, written } = await core.client.read({
      earlier: emailQuery({ ...one, filter: { from: address, before } }),
      written: emailQuery({ ...one, filter: { to: address } }),
    })
    return unwrap(earlier).ids.length > 0 || unwrap(written).ids.length > 0
  }
  const queryKey = ['known-sender', address, before]
  const { data } = useQuery(
    { queryKey, queryFn: load, enabled: address !== null, staleTime: Infinity, retry: false },
    core.queries,
  )
  return data
}
