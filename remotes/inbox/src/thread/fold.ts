import type { Email } from '@atrium/mail-contracts'

export const isUnread = ({ keywords }: Pick<Email, 'keywords'>): boolean => !keywords['$seen'] && !keywords['$draft']

/** Which messages of a conversation are open when it is: the last one, what it answers if it is a draft, the unread ones. */
export function openAtFirst(emails: readonly Email[]): ReadonlySet<string> {
  const last = [emails.at(-1), emails.findLast(({ keywords }) => !keywords['$draft'])]
  return new Set(emails.filter((email) => last.includes(email) || isUnread(email)).map(({ id }) => id))
}

/** A message that has come in meanwhile is open; what was open or folded by hand stays so. */
export function openAfterArrival(open: ReadonlySet<string>, known: ReadonlySet<string>, emails: readonly Email[]): ReadonlySet<string> {
  const fresh = emails.filter(({ id }) => !known.has(id))
  return fresh.length === 0 ? open : new Set([...open, ...fresh.map(({ id }) => id)])
}

export type StackItem =
  | { readonly kind: 'message'; readonly email: Email; readonly open: boolean }
  /** Folded ones in a row that stand behind one line. */
  | { readonly kind: 'earlier'; readonly ids: readonly string[] }

/** Fewer are shown one by one. */
const fewest = 3

/** The stack as it is drawn: long runs of folded messages become one line, but for the first and the last of them. */
export function stackOf(emails: readonly Email[], open: ReadonlySet<string>, spread: boolean): readonly StackItem[] {
  const items = emails.map((email): StackItem => ({ kind: 'message', email, open: open.has(email.id) }))
  if (spread) return items
  const firstOpen = emails.findIndex(({ id }) => open.has(id))
  const hidden = emails.slice(1, Math.max(1, firstOpen - 1))
  if (hidden.length < fewest) return items
  return [...items.slice(0, 1), { kind: 'earlier', ids: hidden.map(({ id }) => id) }, ...items.slice(1 + hidden.length)]
}
