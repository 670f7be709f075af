import { workspace } from '@atrium/remote'
import { useEffect, useState } from 'react'

/** How often each field of the shared store has changed since the inspector was opened. */
export type StoreChanges = Readonly<Record<string, number>>

export function useStoreChanges(): StoreChanges {
  const [changes, setChanges] = useState<StoreChanges>({})
  useEffect(
    () =>
      workspace.subscribe((state, before) => {
        const changed = Object.keys(state).filter((key) => Reflect.get(state, key) !== Reflect.get(before, key))
        if (changed.length === 0) return
        setChanges((old) => ({ ...old, ...Object.fromEntries(changed.map((key) => [key, (old[key] ?? 0) + 1])) }))
      }),
    [],
  )
  return changes
}
