import type { Email, Mailbox } from '@atrium/mail-contracts'
import { useComposer } from '@atrium/mail-ui'
import { type Selection, capabilitiesOf, type Capabilities } from '../actions.ts'
import { type Command, useCommands } from '../keyboard.ts'
import { removalFor, type ListControl } from '../list-control.ts'
import type { Place } from '../place.ts'

export interface ThreadActions {
  readonly capabilities: Capabilities
  readonly starred: boolean
  /** Runs a command of a key or a button. Returns whether it had a meaning. */
  readonly run: (command: Command) => boolean
  readonly move: (to: Mailbox) => void
}

export interface ThreadActionsOptions {
  readonly threadId: string
  readonly emails: readonly Email[]
  readonly place: Place
  readonly control: ListControl
  /** Scrolls the conversation for a command that means that. Returns whether it did. */
  readonly scrollBy: (command: Command) => boolean
}

const replyCommands: readonly Command[] = ['reply', 'reply-all', 'forward']
/** The focus is in no list. */
const noList = { current: null }

/** The actions on the open conversation, by buttons and by keys. */
export function useThreadActions({
  threadId,
  emails,
  place: { mailbox },
  control,
  scrollBy,
}: ThreadActionsOptions): ThreadActions {
  const compose = useComposer()
  const { actions, listSelection } = control
  const capabilities = capabilitiesOf(mailbox?.role ?? null)
  const selection = threadSelection(emails, mailbox)
  const starred = emails.some(({ keywords }) => keywords['$flagged'])

  const run = (command: Command): boolean => {
    const remove = removalFor(command, actions, capabilities)
    const last = emails.findLast(({ keywords }) => !keywords['$draft'])
    if (remove) {
      control.leave([threadId])
      remove(selection)
    } else if (command === 'star') actions.star(selection, !starred)
    else if (command === 'read') actions.markRead(selection, true)
    else if (command === 'unread') {
      // While open, it would be marked as read again.
      control.close()
      actions.markRead(selection, false)
    } else if (replyCommands.includes(command) && last) {
      compose({ kind: command as 'reply' | 'reply-all' | 'forward', emailId: last.id })
    } else return scrollBy(command)
    return true
  }
  // A selection in the list takes precedence: the list handles the keys then.
  useCommands(noList, (command) => listSelection.count === 0 && run(command))
  return {
    capabilities,
    starred,
    run,
    move: (to) => {
      control.leave([threadId])
      actions.move(selection, to)
    },
  }
}

/** A conversation as a selection: all its messages, and the newest of those in the folder. */
function threadSelection(emails: readonly Email[], mailbox: Mailbox | null): Selection {
  const newest = (mailbox && emails.findLast(({ mailboxIds }) => mailboxIds[mailbox.id])) ?? emails.at(-1)
  return { count: 1, ids: emails.map(({ id }) => id), latest: newest ? [newest.id] : [] }
}
