import { hostName } from '../project.ts'
import type { ChangeRecord, Listing, StoppedCanary } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { table } from '../terminal.ts'
import { readableHalts } from './operations.ts'
import { flagsIn, flagsText } from './flags.ts'
import { grantsText } from './grants.ts'
import { changes, changeText, day, readRegistry } from './registry.ts'
import { findRelease } from './uploads.ts'

/** Days before its expiry from which the registry should be signed again. */
const soon = 30

function expiry(expires: string): string {
  const days = Math.floor((Date.parse(expires) - Date.now()) / day)
  if (days < 0) return `EXPIRED on ${expires.slice(0, 10)}: atrium release refresh`
  const hint = days < soon ? ': atrium release refresh' : ''
  return `valid until ${expires.slice(0, 10)} (${days} days)${hint}`
}

function canaryText({ name, channels: { canary } }: Listing, halted: readonly StoppedCanary[]): string {
  if (!canary) return '–'
  const isHalted = halted.some(({ remote, version }) => remote === name && version === canary.version)
  return [canary.version, `${canary.percent} %`, ...canary.cohorts, ...(isHalted ? ['HALTED'] : [])].join(' ')
}

const time = (at: string): string => at.slice(0, 19).replace('T', ' ')

const stateText = ({ disabled, retired }: Listing): string =>
  [
    ...(disabled === undefined ? [] : [`off: ${disabled}`]),
    ...(retired === undefined ? [] : [`retired: open tabs until ${time(retired).slice(0, 16)}`]),
  ].join(', ')

async function row(store: Store, listing: Listing, halted: readonly StoppedCanary[]): Promise<string[]> {
  const { name, channels, keys } = listing
  const release = await findRelease(store, name, channels.stable)
  const previews = Object.entries(channels.previews).map(([label, version]) => `${label} ${version}`)
  return [
    name,
    release ? channels.stable : `${channels.stable} MISSING`,
    release?.record.revision?.replace(/^(\w{8})\w*/, '$1') ?? '–',
    channels.previous ?? '–',
    canaryText(listing, halted),
    previews.join(', ') || '–',
    keys.map((key) => key.slice(0, 8)).join(' '),
    stateText(listing),
  ]
}

/** Which releases users get: a line for each package. */
export async function statusText(store: Store): Promise<string> {
  const { registry } = await readRegistry(store)
  if (!registry) return `${store.location}: no releases yet\n`
  const { head, signatures } = registry.signed
  const { halted, problem } = await readableHalts(store)
  const names = Object.keys(registry.listings)
    .filter((name) => name !== hostName)
    .sort()
  const listings = [hostName, ...names]
    .map((name) => registry.listings[name])
    .filter((listing) => listing !== undefined)
  const rows = await Promise.all(listings.map((listing) => row(store, listing, halted)))
  const signers = signatures.map(({ key }) => key.slice(0, 8)).join(', ')
  const halts = halted
    .map(({ remote, version, at, reason }) => `halted ${at.slice(0, 16)}: ${remote} ${version}: ${reason}\n`)
    .join('')
  return (
    `${store.location}: serial ${head.serial}, signed by ${signers}, ${expiry(head.expires)}\n\n` +
    `${table([['package', 'stable', 'revision', 'previous', 'canary', 'previews', 'team', ''], ...rows])}${flagsText(registry.listings)}${await grantsText(store, registry.listings)}${halts}${problem === undefined ? '' : `${problem}\n`}`
  )
}

/** Which part of the history is shown. */
export interface HistoryPage {
  /** Only changes of this package. Default: of all. */
  readonly name?: string | undefined
  /** Entries of a page. */
  readonly limit: number
  /** From 1, the newest. */
  readonly page: number
}

function historyEntry({ at, by, command, reason, serial, moves }: ChangeRecord, name: string | undefined): string {
  const visible = moves
    .filter((move) => move.what !== 'keys' || command === 'keys')
    .filter((move) => name === undefined || move.name === name)
  const what = visible.map((move) => `  ${changeText(move)}\n`).join('')
  return `${time(at)}  ${command} by ${by}, serial ${serial}${reason === undefined ? '' : `: ${reason}`}\n${what}`
}

interface PageOfChanges {
  readonly changes: readonly ChangeRecord[]
  /** When the last change of the page before was made: what is on this one is older. */
  readonly before: string | undefined
  readonly hasMore: boolean
}

/** Reads no more of the history than the page needs. */
async function readPage(store: Store, { name, limit, page }: HistoryPage): Promise<PageOfChanges> {
  const start = (page - 1) * limit
  const found: ChangeRecord[] = []
  for await (const change of changes(store)) {
    if (name !== undefined && !change.moves.some((move) => move.name === name)) continue
    found.push(change)
    if (found.length > start + limit) break
  }
  return {
    changes: found.slice(start, start + limit),
    before: start === 0 ? undefined : found[start - 1]?.at,
    hasMore: found.length > start + limit,
  }
}

/** Changes of the registry, or those of one package, the newest first; among them what gateways have halted. */
export async function historyText(store: Store, options: HistoryPage): Promise<string> {
  const { name, page } = options
  const { halted, problem } = await readableHalts(store)
  const { changes: shown, before, hasMore } = await readPage(store, options)
  const oldest = hasMore ? (shown.at(-1)?.at ?? '') : ''
  const halts = halted
    .filter(({ remote }) => name === undefined || remote === name)
    .filter(({ at }) => at >= oldest && (before === undefined || at < before))
    .map(({ at, remote, version, reason }) => ({
      at,
      text: `${time(at)}  halted by a gateway: ${remote} ${version}: ${reason}\n`,
    }))
  const texts = [...halts, ...shown.map((change) => ({ at: change.at, text: historyEntry(change, name) }))]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .map(({ text }) => text)
  const lines = [
    ...texts,
    ...(hasMore ? [`Older changes: --page ${page + 1}\n`] : []),
    ...(problem === undefined ? [] : [`${problem}\n`]),
  ].join('')
  return lines || (page > 1 ? `No changes on page ${page}.\n` : 'No releases yet.\n')
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** What `statusText` says, for programs: `{ location, serial, expires, packages: { <name>: listing }, flags: { <name>: { percent, cohorts } }, halted }`. */
export async function statusJson(store: Store): Promise<string> {
  const { registry } = await readRegistry(store)
  const { halted } = await readableHalts(store)
  const { serial = 0, expires = null } = registry?.signed.head ?? {}
  const listings = registry?.listings ?? {}
  return asJson({ location: store.location, serial, expires, packages: listings, flags: flagsIn(listings), halted })
}

/** The changes that `historyText` shows, for programs: an array of change records, the newest first. */
export const historyJson = async (store: Store, options: HistoryPage): Promise<string> =>
  asJson((await readPage(store, options)).changes)
