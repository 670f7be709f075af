import { useMail } from '@atrium/mail'
import { on, useSession } from '@atrium/remote'
import type { Identity } from '@atrium/mail-contracts'
import { useEffect, useLayoutEffect } from 'react'
import { backUpUnsaved, clearBackups, holdTab, takeBackups } from '../composer/backup.ts'
import { useComposers } from '../composer/composers.ts'
import { keeperOf } from '../composer/keepers.ts'
import { forget } from '../composer/let-go.ts'
import { recoverDrafts } from '../composer/recover-drafts.ts'
import { setConnection } from '../connection.ts'

const everyKey = (): string[] => useComposers.getState().list.map(({ key }) => key)
const forgetAll = (): void => everyKey().forEach(forget)

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
    if (lastAccount !== null && lastAccount !== accountId) forgetAll()
    lastAccount = accountId
    setConnection({ mail, session, identities })
    return () => setConnection(null)
  }, [mail, session, accountId, identities])

  useEffect(() => {
    holdTab(accountId)
    void takeBackups(accountId).then(recoverDrafts)
    saveAll()
    return on('session:ended', ({ reason }) => {
      // A session that ran out comes back: then the windows are still there.
      if (reason !== 'signed-out') return
      forgetAll()
      clearBackups(accountId)
    })
  }, [accountId])
}

/** Saves when the page is left or the network is back. */
export const useSavingMoments = (): void => {
  useEffect(() => {
    const controller = new AbortController()
    const options = { signal: controller.signal }
    const leave = (): void => {
      if (document.visibilityState !== 'hidden') return
      backUpUnsaved()
      saveAll()
    }
    document.addEventListener('visibilitychange', leave, options)
    window.addEventListener('pagehide', backUpUnsaved, options)
    window.addEventListener('online', saveAll, options)
    return () => controller.abort()
  }, [])
}
