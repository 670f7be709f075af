import type { Mailbox } from '@atrium/mail-contracts'

const names: Readonly<Record<string, string>> = { spam: 'junk', bin: 'trash', deleted: 'trash', draft: 'drafts', starred: 'flagged' }

/** Characters that are compared; sorting combining marks takes the square of their number. */
const longest = 500

const fold = (text: string): string => text.slice(0, longest).normalize('NFC').toLowerCase().replace(/[\s_-]+/g, ' ').trim()

/** The folder a person means: by name, by what it is for, or by the start of its name if that is clear. */
export const findFolder = (mailboxes: readonly Mailbox[], wanted: string): Mailbox | undefined => {
  const word = fold(wanted)
  if (word === '') return undefined
  const named = mailboxes.find(({ name }) => fold(name) === word)
  if (named) return named
  const role = names[word] ?? word
  const forRole = mailboxes.find((mailbox) => mailbox.role === role)
  if (forRole) return forRole
  const starting = mailboxes.filter(({ name }) => fold(name).startsWith(word))
  return starting.length === 1 ? starting[0] : undefined
}
