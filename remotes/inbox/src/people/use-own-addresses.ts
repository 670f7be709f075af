import { useIdentities } from '@atrium/mail'
import { useWorkspace } from '@atrium/remote'
import { useMemo } from 'react'

/** Addresses of the person who reads, in lower case. */
export function useOwnAddresses(): ReadonlySet<string> {
  const { list } = useIdentities()
  const address = useWorkspace((state) => state.session?.address)
  return useMemo(
    () => new Set([...(address === undefined ? [] : [address]), ...list.map(({ email }) => email)].map((each) => each.toLowerCase())),
    [address, list],
  )
}
