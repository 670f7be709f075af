import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'

export interface FolderNode {
  readonly mailbox: Mailbox
  readonly depth: number
  readonly children: readonly FolderNode[]
}

export interface FolderTree {
  /** Folders with a role, in the order people know. */
  readonly roles: readonly FolderNode[]
  readonly own: readonly FolderNode[]
}

const order: readonly MailboxRole[] = ['inbox', 'flagged', 'important', 'drafts', 'sent', 'archive', 'junk', 'trash']

const rank = (mailbox: Mailbox): number => (mailbox.role ? order.indexOf(mailbox.role) : order.length)

/** Levels of folders. Beyond it: deeper ones are not shown, which also ends a cycle of parents. */
const maxDepth = 12

/** A folder with a role is at the top whatever its parent; one whose parent is not there, as well. */
export function folderTree(mailboxes: readonly Mailbox[]): FolderTree {
  const known = new Set(mailboxes.map(({ id }) => id))
  const nested = (parent: string, depth: number): FolderNode[] =>
    depth > maxDepth
      ? []
      : mailboxes.filter(({ parentId, role }) => parentId === parent && role === null).map((each) => node(each, depth))
  const node = (mailbox: Mailbox, depth: number): FolderNode => ({
    mailbox,
    depth,
    children: nested(mailbox.id, depth + 1),
  })
  const top = mailboxes.filter(({ parentId, role }) => role !== null || parentId === null || !known.has(parentId))
  const nodes = top.map((mailbox) => node(mailbox, 0))
  return {
    roles: nodes.filter(({ mailbox }) => mailbox.role).sort((a, b) => rank(a.mailbox) - rank(b.mailbox)),
    own: nodes.filter(({ mailbox }) => !mailbox.role),
  }
}

/** All folders in display order. */
export const flattened = (nodes: readonly FolderNode[]): FolderNode[] =>
  nodes.flatMap((node) => [node, ...flattened(node.children)])

/** Whether a user may move mail into the folder. */
export const mayHold = ({ mailbox }: FolderNode): boolean =>
  mailbox.role !== 'drafts' && mailbox.role !== 'sent' && mailbox.myRights['mayAddItems'] !== false
