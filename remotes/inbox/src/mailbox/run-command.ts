import type { EmailRow } from '@atrium/mail'
import type { Offers } from '../acts/offers.ts'
import { targetOf } from '../acts/target.ts'
import type { Acts } from '../acts/use-acts.ts'
import type { Command } from '../keys/command-of.ts'
import type { ListControl } from './use-list-control.ts'

export interface CommandContext {
  readonly control: ListControl
  readonly offers: Offers
  readonly openThread: string | null
  readonly showKeys: () => void
}

/** Which act removes rows from the folder for a command, if the folder offers it. */
export function leavingAct(command: Command, acts: Acts, offers: Offers): Acts['archive'] | null {
  if (command === 'archive') return offers.archive ? acts.archive : offers.restore ? acts.restore : null
  if (command === 'trash') return acts.trash
  if (command === 'spam') return offers.spam ? acts.spam : offers.notSpam ? acts.notSpam : null
  return null
}

function extend({ cursor, choice, list }: ListControl, by: number): boolean {
  const from = list.row(cursor.index)
  const to = list.row(cursor.index + by)
  if (!to) return false
  if (from && choice.count === 0) choice.toggle(from)
  cursor.moveTo(cursor.index + by, true)
  choice.extend(to)
  return true
}

function move(command: Command, { control, openThread, showKeys }: CommandContext): boolean {
  const { cursor, list, choice } = control
  const row = list.row(cursor.index)
  switch (command) {
    case 'next':
    case 'previous':
      return list.total > 0 && (control.step(command === 'next' ? 1 : -1), true)
    case 'first':
    case 'last':
      return list.total > 0 && (cursor.moveTo(command === 'first' ? 0 : list.total - 1, true), true)
    case 'extend-next':
    case 'extend-previous':
      return extend(control, command === 'extend-next' ? 1 : -1)
    case 'open':
      return row !== undefined && (control.open(row), true)
    case 'back':
      if (choice.count > 0) choice.clear()
      else if (openThread !== null) control.close()
      else return false
      return true
    case 'select':
      return row !== undefined && (choice.toggle(row), true)
    case 'select-all':
      return list.total > 0 && (choice.all(), true)
    case 'help':
      return (showKeys(), true)
    default:
      return false
  }
}

/** What an act without a choice is done to: the row under the cursor, unless a conversation hears it itself. */
const rowsFor = ({ control, openThread }: CommandContext): readonly EmailRow[] => {
  if (control.choice.count > 0) return control.choice.rows
  const row = openThread === null ? control.list.row(control.cursor.index) : undefined
  return row ? [row] : []
}

/** Carries out a command on the list. Returns whether it meant anything here. */
export function runCommand(command: Command, context: CommandContext): boolean {
  if (move(command, context)) return true
  const { control, offers } = context
  const { acts, choice } = control
  const rows = rowsFor(context)
  if (rows.length === 0) return false
  const target = choice.count > 0 ? control.target : targetOf(rows)
  const act = leavingAct(command, acts, offers)
  if (act) {
    control.leave(rows.map(({ thread }) => thread.id))
    act(target)
    if (choice.count > 0) choice.clear()
    return true
  }
  if (command === 'star') acts.star(target, !rows.every(({ thread }) => thread.starred))
  else if (command === 'read' || command === 'unread') acts.markRead(target, command === 'read')
  else return false
  return true
}
