import type { Channels, Listing } from '@atrium/protocol'
import { createHash } from 'node:crypto'
import type { Person } from './person.ts'

/** Where a person stands on a scale from 0 to 100: at the same place as long as the canary lasts, at another for the next one. */
function place(name: string, version: string, id: string): number {
  return (createHash('sha256').update(`${name} ${version} ${id}`).digest().readUInt32BE(0) / 2 ** 32) * 100
}

function isIn(name: string, { version, percent, cohorts }: NonNullable<Channels['canary']>, person: Person): boolean {
  if (cohorts.some((cohort) => person.cohorts.has(cohort))) return true
  return person.id !== undefined && place(name, version, person.id) < percent
}

export type IsStopped = (remote: string, version: string) => boolean

/** Versions to be tried for one person, in this order. */
export function chooseReleases({ name, channels }: Listing, person: Person, isStopped: IsStopped): string[] {
  const { stable, previous, canary, previews } = channels
  const wanted = person.previews.find(({ remote }) => remote === name)?.name
  const preview = wanted !== undefined && Object.hasOwn(previews, wanted) ? previews[wanted] : undefined
  const tried = canary && !isStopped(name, canary.version) && isIn(name, canary, person) ? canary.version : undefined
  return [...new Set([preview, tried, stable, previous].filter((version) => version !== undefined))]
}
