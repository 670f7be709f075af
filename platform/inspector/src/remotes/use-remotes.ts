import type { InspectedRemote, InspectorSource, RemoteOff } from '@atrium/protocol'
import { useSyncExternalStore } from 'react'

/** Releases this page has touched, by name, the drawn ones first among those of one name. */
export const useRemotes = (source: InspectorSource): readonly InspectedRemote[] =>
  useSyncExternalStore(source.subscribe, source.remotes).toSorted(
    (one, other) => one.name.localeCompare(other.name) || other.mounted - one.mounted,
  )

export const useOff = (source: InspectorSource): readonly RemoteOff[] =>
  useSyncExternalStore(source.subscribe, source.off)
