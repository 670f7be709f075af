import type { Listing } from '@atrium/contracts'
import { addStopped, openStore, parseStored, storeLayout } from '@atrium/store'
import path from 'node:path'
import { errorMessage } from '../errors/error-facts.ts'
import type { IsStopped } from '../gateway/choose-releases.ts'
import { watchedFile } from '../gateway/watched-file.ts'
import { createHealthRecord, type HealthRecord } from './release-health.ts'
import { parseReports, type HealthReport } from './parse-reports.ts'
import { verdict } from './verdict.ts'

export interface Care {
  /** Takes in what a person's page reported. */
  readonly hear: (person: string, body: unknown) => Promise<void>
  /** Tells of canaries that may no longer be given to anybody, by this gateway or another one. */
  readonly stopped: () => Promise<IsStopped>
}

export interface CareOptions {
  readonly store: string
  readonly listing: (remote: string) => Promise<Listing | undefined>
  readonly warn: (line: string) => void
  readonly now?: () => number
}

const key = (remote: string, version: string): string => `${remote} ${version}`

function note(record: HealthRecord, person: string, { visit, ...report }: HealthReport): void {
  const by = { person, visit }
  if (report.type === 'use') record.used(by)
  else if (report.type === 'error') record.failed(by)
  else record.vital(by, report.name, report.value)
}

/**
 * Compares what browsers report of a canary with what they report of the current release, and stops the
 * canary when the difference is proven. Reports count from people who are signed in, and a few of each.
 */
export function createCare({ store, listing, warn, now = Date.now }: CareOptions): Care {
  const records = new Map<string, HealthRecord>()
  const stopped = new Set<string>()
  const written = watchedFile({ file: path.join(store, storeLayout.care), parse: (text) => parseStored('care', text), initial: { stopped: [] }, warn })
  const recordOf = (remote: string, version: string): HealthRecord => {
    const known = records.get(key(remote, version)) ?? createHealthRecord()
    records.set(key(remote, version), known)
    return known
  }
  const stop = async (remote: string, version: string, reason: string): Promise<void> => {
    stopped.add(key(remote, version))
    warn(`canary ${version} of ${remote} is stopped: it ${reason}`)
    try {
      await addStopped(openStore(store), { remote, version, at: new Date(now()).toISOString(), reason })
    } catch (error) {
      warn(`${storeLayout.care} cannot be written, only this gateway has stopped it: ${errorMessage(error)}`)
    }
  }
  const judge = async ({ name, channels: { canary, stable } }: Listing): Promise<void> => {
    if (!canary || stopped.has(key(name, canary.version))) return
    const reason = verdict(recordOf(name, canary.version).health(), recordOf(name, stable).health())
    if (reason !== undefined) await stop(name, canary.version, reason)
  }
  return {
    async stopped() {
      for (const { remote, version } of (await written()).stopped) stopped.add(key(remote, version))
      return (remote, version) => stopped.has(key(remote, version))
    },
    async hear(person, body) {
      for (const report of parseReports(body)) {
        const known = await listing(report.remote)
        // What is in no channel interests nobody, and a stranger's invention takes no room.
        if (!known?.channels.canary || ![known.channels.canary.version, known.channels.stable].includes(report.release)) continue
        note(recordOf(report.remote, report.release), person, report)
        await judge(known)
      }
    },
  }
}
