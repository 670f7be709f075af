import { useSyncExternalStore } from 'react'
import type { Records } from './records.ts'

/** Draws again when any record changes; returns a number to make other values depend on. */
export const useRecordsVersion = (records: Records): number =>
  useSyncExternalStore(records.subscribe, records.version, records.version)
