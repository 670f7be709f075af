import type { Session } from '@atrium/protocol/register'
import { hrefOf, basePath, workspace } from '@atrium/remote'
import { beginSession, endSession } from '@atrium/remote/host'
import * as v from 'valibot'
import { readSession } from './gateway.ts'
import { noteSessionEnd, watchSessionEnd } from './session-end.ts'

/** What a tab announces to the other tabs of this installation; never a credential. */
const announcementSchema = v.picklist(['signed-in', 'signed-out'])
export type Announcement = v.InferOutput<typeof announcementSchema>

/** The account this document was opened for; it outlives a session that has expired. */
let lastAccount: string | null = null

/** Installations below other paths of the same origin have sessions of their own. */
const openChannel = (): BroadcastChannel | null =>
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`atrium:session:${basePath()}`)

let post: (announcement: Announcement) => void = () => undefined

/** What becomes of the document; replaced in tests, because jsdom cannot navigate. */
export const documentActions = {
  reload: (): void => location.reload(),
  leave: (): void => location.replace(hrefOf('/')),
}

/**
 * Takes over the session that the browser's cookie represents now. The user this document was opened for continues
 * where they were, with everything they have written; anyone else gets a fresh document, so that nothing of the
 * one is in memory for the other.
 */
export function acceptSession(session: Session): void {
  const { session: known } = workspace.getState()
  if (lastAccount !== session.accountId) return documentActions.reload()
  if (known) workspace.setState({ session: { ...known, csrf: session.csrf } })
  else beginSession(session)
  noteSessionEnd(session.endsIn)
}

/** Requests the session again; another tab may have started or ended one. */
async function refresh(): Promise<void> {
  const current = await readSession()
  if (current === 'signed-out') endSession('expired')
  else if (current !== 'unreachable') acceptSession(current)
}

let refreshing: Promise<void> | null = null

/** Requests that come together share one refresh. */
function refreshOnce(): Promise<void> {
  refreshing ??= refresh().finally(() => {
    refreshing = null
  })
  return refreshing
}

/** Milliseconds after a session was found valid within which another refusal ends it all the same: nothing loops. */
const confirmationTime = 10_000

let confirmedAt = -Infinity

/**
 * A request was refused for want of a session. The session may have been replaced meanwhile: another tab has signed
 * in, and this request still carried the former cookie. So it is read again before this tab gives it up.
 */
export async function confirmExpiry(): Promise<void> {
  if (!workspace.getState().session) return
  if (performance.now() - confirmedAt < confirmationTime) return endSession('expired')
  await refreshOnce()
  if (workspace.getState().session) confirmedAt = performance.now()
}

/**
 * The current token of the session, in place of one that the server has refused.
 * @returns Null when the session has ended, is unreachable, or another user's.
 */
export async function renewCsrf(refused: string): Promise<string | null> {
  const token = (): string | undefined => workspace.getState().session?.csrf
  if (token() === refused) {
    await refreshOnce()
  }
  const current = token()
  return current === undefined || current === refused ? null : current
}

/** Lets the other tabs know that the browser's session has started or ended. */
export const announce = (announcement: Announcement): void => post(announcement)

function follow(announcement: Announcement): void {
  if (announcement === 'signed-in') return void refresh()
  if (!workspace.getState().session) return
  endSession('signed-out')
  documentActions.leave()
}

/** Follows what other tabs do with the session, until the returned function is called. Called once, at the start. */
export function followSession(): () => void {
  const remember = (): void => {
    const { session } = workspace.getState()
    lastAccount = session?.accountId ?? lastAccount
    if (!session) noteSessionEnd(undefined)
  }
  remember()
  noteSessionEnd(workspace.getState().session?.endsIn)
  const stopWatching = watchSessionEnd({ confirm: refreshOnce, expire: () => void confirmExpiry() })
  const stop = workspace.subscribe(remember)
  const channel = openChannel()
  post = channel?.postMessage.bind(channel) ?? post
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (v.is(announcementSchema, data)) follow(data)
  })
  return () => {
    stop()
    stopWatching()
    channel?.close()
    post = () => undefined
    lastAccount = null
    confirmedAt = -Infinity
  }
}
