import type { Listing, StoppedCanary } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { readRegistry } from './registry-document.ts'
import { shownStops } from './stops.ts'
import { findRelease } from './stored-release.ts'
import { table } from './table.ts'

const day = 24 * 3_600_000

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
  const { stopped, problem } = await shownStops(store)
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
