import type { ChangeRecord } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { changes } from './history.ts'
import { moveText } from './moves.ts'
import { shownStops } from './stops.ts'

/** Lines that are shown. */
const shown = 50

const time = (at: string): string => at.slice(0, 19).replace('T', ' ')

function changeText({ at, by, command, reason, serial, moves }: ChangeRecord, name: string | undefined): string {
  const told = moves.filter((move) => move.what !== 'keys' || command === 'keys').filter((move) => name === undefined || move.name === name)
  const what = told.map((move) => `  ${moveText(move)}\n`).join('')
  return `${time(at)}  ${command} by ${by}, serial ${serial}${reason === undefined ? '' : `: ${reason}`}\n${what}`
}

/** Every change of the registry, or those of one piece, the newest first; among them what gateways have stopped. */
export async function historyText(store: Store, name: string | undefined): Promise<string> {
  const { stopped, problem } = await shownStops(store)
  const lines = stopped
    .filter(({ remote }) => name === undefined || remote === name)
    .map(({ at, remote, version, reason }) => ({ at, text: `${time(at)}  stopped by a gateway: ${remote} ${version}: ${reason}\n` }))
  let left = shown
  for await (const change of changes(store)) {
    if (name !== undefined && !change.moves.some((move) => move.name === name)) continue
    lines.push({ at: change.at, text: changeText(change, name) })
    if (--left === 0) break
  }
  const told = lines.sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ text }) => text)
  return [...told, ...(problem === undefined ? [] : [`${problem}\n`])].join('') || 'nothing was released\n'
}
