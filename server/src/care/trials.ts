import type { Listing } from '@atrium/protocol'
import type { IsStopped } from '../gateway/choose-releases.ts'
import type { HealthReport } from './parse-reports.ts'
import { createHealthRecord, type HealthRecord } from './release-health.ts'
import { verdict } from './verdict.ts'

/** A canary and the release it is compared with. */
interface Trial {
  readonly canary: string
  readonly stable: string
  readonly records: Readonly<Record<'canary' | 'stable', HealthRecord>>
}

export interface HeardReport {
  readonly person: string
  readonly report: HealthReport
}

export interface Trials {
  /** @returns Whether the report was of a canary that is being tried, or of what it is compared with. */
  readonly note: (listing: Listing, isStopped: IsStopped, heard: HeardReport) => boolean
  /** Why a remote's canary has to stop; undefined as long as nothing is proven. */
  readonly verdict: (name: string) => { readonly version: string; readonly reason: string } | undefined
  readonly forget: (name: string) => void
}

function take(record: HealthRecord, { person, report: { visit, ...report } }: HeardReport): void {
  const by = { person, visit }
  if (report.type === 'use') record.used(by)
  else if (report.type === 'error') record.failed(by)
  else record.vital(by, report.name, report.value)
}

/** What was reported of canaries while they are tried. What ends a trial ends its figures: the next one has its own. */
export function createTrials(): Trials {
  const trials = new Map<string, Trial>()
  const trialOf = ({ name, channels: { canary, stable } }: Listing, isStopped: IsStopped): Trial | undefined => {
    const known = trials.get(name)
    if (!canary || isStopped(name, canary.version)) {
      trials.delete(name)
      return undefined
    }
    if (known?.canary === canary.version && known.stable === stable) return known
    const fresh = { canary: canary.version, stable, records: { canary: createHealthRecord(), stable: createHealthRecord() } }
    trials.set(name, fresh)
    return fresh
  }
  return {
    note(listing, isStopped, heard) {
      const trial = trialOf(listing, isStopped)
      // What is in no channel interests nobody, and a stranger's invention takes no room.
      if (!trial || ![trial.canary, trial.stable].includes(heard.report.release)) return false
      take(trial.records[heard.report.release === trial.canary ? 'canary' : 'stable'], heard)
      return true
    },
    verdict(name) {
      const trial = trials.get(name)
      const reason = trial && verdict(trial.records.canary.health(), trial.records.stable.health())
      return reason === undefined ? undefined : { version: trial?.canary ?? '', reason }
    },
    forget: (name) => void trials.delete(name),
  }
}
