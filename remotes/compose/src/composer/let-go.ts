import { dropBackup } from './backup.ts'
import { findComposer, removeComposer } from './composers.ts'
import { dropKeeper, isUnsaved } from './keepers.ts'

/** Takes a composer out of the page alone: its backup stays for its writer's return. */
export const putAside = (key: string): void => {
  dropKeeper(key)
  removeComposer(key)
}

/** Forgets a composer: nothing of it is needed any more. */
export const forget = (key: string): void => {
  dropBackup(key)
  dropKeeper(key)
  removeComposer(key)
}

/** Forgets a composer that is closing once everything of it is at the server; returns where it is stored then. */
export const letGo = (key: string): string | null => {
  const composer = findComposer(key)
  if (!composer?.closing || composer.save.status !== 'saved' || isUnsaved(key)) return null
  forget(key)
  return composer.emailId
}
