import { useMail } from '@atrium/mail'
import { on, useSession } from '@atrium/remote'
import type { Identity } from '@atrium/mail-contracts'
import { useEffect, useLayoutEffect } from 'react'
import { backUpUnsaved, ownBackups } from '../composer/backup.ts'
import { useComposers } from '../composer/composers.ts'
import { keeperOf, tellUnsaved } from '../composer/keepers.ts'
import { putAside } from '../composer/let-go.ts'
import { recoverDrafts } from '../composer/recover-drafts.ts'
import { setConnection } from '../connection.ts'

const everyKey = (): string[] => useComposers.getState().list.map(({ key }) => key)
const putAllAside = (): void => everyKey().forEach(putAside)

const saveAll = (): void => {
  for (const key of everyKey()) void keeperOf(key)?.autosave.flush()
}

let lastAccount: string | null = null

/** Lends the data layer to the composers for as long as somebody is signed in. */
export const useWayToServer = (identities: readonly Identity[]): void => {
  const mail = useMail()
  const session = useSession()
  const { accountId } = session
  useLayoutEffect(() => {
    // What one person has written is never shown to the next one.
    if (lastAccount !== null && lastAccount !== accountId) {
      backUpUnsaved()
      putAllAside()
    }
    lastAccount = accountId
    ownBackups(accountId)
    setConnection({ mail, session, identities })
    return () => setConnection(null)
  }, [mail, session, accountId, identities])

  useEffect(() => {
    void recoverDrafts(accountId)
    // After a session that has expired the windows are still there, and the workspace has forgotten that they are unsaved.
    everyKey().forEach(tellUnsaved)
    backUpUnsaved()
    saveAll()
  }, [accountId])
}

/** A page ends without a warning to those who have been unmounted: this outlives the session, as what is typed does. */
let watching = false

const watchTheEnd = (): void => {
  if (watching) return
  watching = true
  window.addEventListener('pagehide', backUpUnsaved)
  document.addEventListener('visibilitychange', backUpUnsaved)
  on('session:ending', saveAll)
  on('session:ended', ({ reason }) => {
    backUpUnsaved()
    // A session that has expired comes back: then the windows are still there.
    if (reason === 'signed-out') putAllAside()
  })
}

/** Saves when the page is left or the network is back. */
export const useSavingMoments = (): void => {
  useEffect(watchTheEnd, [])
  useEffect(() => {
    const controller = new AbortController()
    const options = { signal: controller.signal }
    const leave = (): void => {
      if (document.visibilityState === 'hidden') saveAll()
    }
    document.addEventListener('visibilitychange', leave, options)
    window.addEventListener('online', saveAll, options)
    return () => controller.abort()
  }, [])
}
