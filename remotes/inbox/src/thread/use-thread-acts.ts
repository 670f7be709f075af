import { useComposer } from '@atrium/mail-ui'
import type { Email, Mailbox } from '@atrium/mail-contracts'
import { offersFor, type Offers } from '../acts/offers.ts'
import type { Command } from '../keys/command-of.ts'
import { useCommands } from '../keys/use-commands.ts'
import { leavingAct } from '../mailbox/run-command.ts'
import type { ListControl } from '../mailbox/use-list-control.ts'
import { threadTarget } from './thread-target.ts'

export interface ThreadActs {
  readonly offers: Offers
  readonly starred: boolean
  /** Carries out what a key or a button asks for. Returns whether it meant anything. */
  readonly run: (command: Command) => boolean
  readonly move: (to: Mailbox) => void
}

export interface ThreadActsOptions {
  readonly threadId: string
  readonly emails: readonly Email[]
  readonly mailbox: Mailbox
  readonly control: ListControl
}

const answers: readonly Command[] = ['reply', 'reply-all', 'forward']
const nowhere = { current: null }

/** What can be done with the open conversation, by buttons and by keys. */
export function useThreadActs({ threadId, emails, mailbox, control }: ThreadActsOptions): ThreadActs {
  const compose = useComposer()
  const { acts, choice } = control
  const offers = offersFor(mailbox.role)
  const target = threadTarget(emails, mailbox.id)
  const starred = emails.some(({ keywords }) => keywords['$flagged'])

  const run = (command: Command): boolean => {
    const act = leavingAct(command, acts, offers)
    const last = emails.findLast(({ keywords }) => !keywords['$draft'])
    if (act) {
      control.leave([threadId])
      act(target)
    } else if (command === 'star') acts.star(target, !starred)
    else if (command === 'read') acts.markRead(target, true)
    else if (command === 'unread') {
      // Open, it would be marked as read again.
      control.close()
      acts.markRead(target, false)
    } else if (answers.includes(command) && last) {
      compose({ kind: command as 'reply' | 'reply-all' | 'forward', emailId: last.id })
    } else return false
    return true
  }
  // What is chosen in the list comes first; the list hears those keys itself.
  useCommands(nowhere, (command) => choice.count === 0 && run(command))
  return {
    offers,
    starred,
    run,
    move: (to) => {
      control.leave([threadId])
      acts.move(target, to)
    },
  }
}
