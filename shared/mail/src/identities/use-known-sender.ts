import { useQuery } from '@tanstack/react-query'
import { must } from '../jmap/must.ts'
import { useRoom } from '../mail-provider.tsx'
import { emailQuery } from '../shapes/calls.ts'

export interface KnownSender {
  /** Null asks nothing. */
  readonly address: string | null
  /** When the message in question came; earlier ones count. */
  readonly before: string
}

/**
 * Whether there is earlier mail from an address, or any to it.
 * @returns undefined until it is known, and when it cannot be found out.
 */
export const useKnownSender = ({ address, before }: KnownSender): boolean | undefined => {
  const { core } = useRoom()
  const load = async (): Promise<boolean> => {
    const one = { limit: 1, calculateTotal: false }
    const { earlier, written } = await core.client.read({
      earlier: emailQuery({ ...one, filter: { from: address, before } }),
      written: emailQuery({ ...one, filter: { to: address } }),
    })
    return must(earlier).ids.length > 0 || must(written).ids.length > 0
  }
  const queryKey = ['known-sender', address, before]
  const { data } = useQuery({ queryKey, queryFn: load, enabled: address !== null, staleTime: Infinity, retry: false }, core.queries)
  return data
}
