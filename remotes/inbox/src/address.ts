/** What of the mail is open: a folder, and in it maybe a conversation. */
export interface Address {
  /** Null is the folder with the role `inbox`, whatever its id. */
  readonly mailboxId: string | null
  readonly threadId: string | null
}

const decoded = (segment: string | undefined): string | null => {
  if (!segment) return null
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}

/** Reads a path relative to the remote: `/`, `/m1`, `/m1/t42`. */
export function parseAddress(path: string): Address {
  const [, mailbox, thread] = path.split('/')
  const mailboxId = decoded(mailbox)
  return { mailboxId, threadId: mailboxId === null ? null : decoded(thread) }
}

/** Reads an address of the workspace; null when another remote is open there. */
export function parseLocation(location: string): Address | null {
  const [path = ''] = location.split(/[?#]/)
  if (path === '' || path === '/') return { mailboxId: null, threadId: null }
  return /^\/inbox(\/|$)/.test(path) ? parseAddress(path.slice('/inbox'.length)) : null
}

/** Address of the workspace to hand to `navigate`. */
export function addressOf(mailboxId: string, threadId?: string | null): string {
  const folder = `/inbox/${encodeURIComponent(mailboxId.toWellFormed())}`
  return threadId ? `${folder}/${encodeURIComponent(threadId.toWellFormed())}` : folder
}
