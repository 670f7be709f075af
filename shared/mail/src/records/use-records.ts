import { useSyncExternalStore } from 'react'
import type { Records } from './records.ts'

/** The records, in an object that is another one after each change: make memos depend on it. */
export const useRecords = (records: Records): { readonly records: Records } =>
  useSyncExternalStore(records.subscribe, records.snapshot, records.snapshot)
