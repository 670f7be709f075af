import type { Listing, StoppedCanary, Change } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { table } from '../terminal.ts'
import { readableHalts } from './operations.ts'
import { changes, changeText, day, readRegistry } from './registry.ts'
import { findRelease } from './uploads.ts'

/** Days before its end from which the registry should be signed again. */
const soon = 30

function expiry(expires: string): string {
  const days = Math.floor((Date.parse(expires) - Date.now()) / day)
  if (days < 0) return `EXPIRED on ${expires.slice(0, 10)}: pnpm release refresh`
  const hint = days < soon ? ': pnpm release refresh' : ''
  return `good until ${expires.slice(0, 10)} (${days} days)${hint}`
}

function canaryText({ name, channels: { canary } }: Listing, stopped: readonly StoppedCanary[]): string {
  if (!canary) return '–'
  const isStopped = stopped.some(({ remote, version }) => remote === name && version === canary.version)
  return [canary.version, `${canary.percent} %`, ...canary.cohorts, ...(isStopped ? ['STOPPED'] : [])].join(' ')
}

async function row(store: Store, listing: Listing, stopped: readonly StoppedCanary[]): Promise<string[]> {
  const { name, channels, disabled, keys } = listing
  const release = await findRelease(store, name, channels.stable)
  const previews = Object.entries(channels.previews).map(([label, version]) => `${label} ${version}`)
  return [
    name,
    release ? channels.stable : `${channels.stable} MISSING`,
    release?.record.revision?.replace(/^(\w{8})\w*/, '$1') ?? '–',
    channels.previous ?? '–',
    canaryText(listing, stopped),
    previews.join(', ') || '–',
    keys.map((key) => key.slice(0, 8)).join(' '),
    disabled === undefined ? '' : `off: ${disabled}`,
  ]
}

/** Who runs what: a line for each piece. */
export async function statusText(store: Store): Promise<string> {
  const { registry } = await readRegistry(store)
  if (!registry) return `${store.location}: nothing was released\n`
  const { head, signatures } = registry.signed
  const { stopped, problem } = await readableHalts(store)
  const names = Object.keys(registry.listings).filter((name) => name !== 'shell').sort()
  const listings = ['shell', ...names].map((name) => registry.listings[name]).filter((listing) => listing !== undefined)
  const rows = await Promise.all(listings.map((listing) => row(store, listing, stopped)))
  const signers = signatures.map(({ key }) => key.slice(0, 8)).join(', ')
  const halted = stopped.map(({ remote, version, at, reason }) => `stopped ${at.slice(0, 16)}: ${remote} ${version}: ${reason}\n`).join('')
  return (
    `${store.location}: serial ${head.serial}, signed by ${signers}, ${expiry(head.expires)}\n\n` +
    `${table([['piece', 'stable', 'revision', 'previous', 'canary', 'previews', 'team', ''], ...rows])}${halted}${problem === undefined ? '' : `${problem}\n`}`
  )
}

/** Lines that are shown. */
const shown = 50

const time = (at: string): string => at.slice(0, 19).replace('T', ' ')

function historyEntry({ at, by, command, reason, serial, moves }: Change, name: string | undefined): string {
  const told = moves.filter((move) => move.what !== 'keys' || command === 'keys').filter((move) => name === undefined || move.name === name)
  const what = told.map((move) => `  ${changeText(move)}\n`).join('')
  return `${time(at)}  ${command} by ${by}, serial ${serial}${reason === undefined ? '' : `: ${reason}`}\n${what}`
}

/** Every change of the registry, or those of one piece, the newest first; among them what gateways have stopped. */
export async function historyText(store: Store, name: string | undefined): Promise<string> {
  const { stopped, problem } = await readableHalts(store)
  const lines = stopped
    .filter(({ remote }) => name === undefined || remote === name)
    .map(({ at, remote, version, reason }) => ({ at, text: `${time(at)}  stopped by a gateway: ${remote} ${version}: ${reason}\n` }))
  let left = shown
  for await (const change of changes(store)) {
    if (name !== undefined && !change.moves.some((move) => move.name === name)) continue
    lines.push({ at: change.at, text: historyEntry(change, name) })
    if (--left === 0) break
  }
  const told = lines.sort((a, b) => (a.at < b.at ? 1 : -1)).map(({ text }) => text)
  return [...told, ...(problem === undefined ? [] : [`${problem}\n`])].join('') || 'nothing was released\n'
}
