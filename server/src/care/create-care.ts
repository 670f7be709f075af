import type { Listing } from '@atrium/protocol'
import { addStoppedCanary, parseStored, storeLayout } from '@atrium/store'
import { errorMessage } from '../errors/error-facts.ts'
import type { IsStopped } from '../gateway/choose-releases.ts'
import type { ReleaseSource } from '../releases/release-source.ts'
import { createTrials } from './trials.ts'
import { parseReports } from './parse-reports.ts'
import { createUnwritten } from './unwritten.ts'

export interface Care {
  /** Takes in what a person's page reported. */
  readonly hear: (person: string, body: unknown) => Promise<void>
  /** Tells of canaries that may no longer be given to anybody, by this gateway or another one. */
  readonly stopped: () => Promise<IsStopped>
}

export interface CareOptions {
  readonly source: Pick<ReleaseSource, 'store' | 'watch'>
  readonly listing: (remote: string) => Promise<Listing | undefined>
  readonly warn: (line: string) => void
  readonly now?: () => number
}

/**
 * Compares what browsers report of a canary with what they report of the current release, and stops the
 * canary when the difference is proven. Reports count from people who are signed in, and a few of each.
 */
export function createCare({ source, listing, warn, now = Date.now }: CareOptions): Care {
  const trials = createTrials()
  const written = source.watch({ path: storeLayout.stoppedCanaries, parse: (text) => parseStored('stoppedCanaries', text), initial: { stopped: [] }, warn })
  const unwritten = createUnwritten({
    now,
    async write(canary) {
      await addStoppedCanary(source.store, canary)
      await written.renew()
    },
    failed: (error) => warn(`${storeLayout.stoppedCanaries} cannot be written, only this gateway has stopped it and tries again: ${errorMessage(error)}`),
  })
  const stopped = async (): Promise<IsStopped> => {
    unwritten.tryAgain()
    const known = (await written.current()).stopped
    return (remote, version) => [...known, ...unwritten.all()].some((each) => each.remote === remote && each.version === version)
  }
  const judge = async (name: string): Promise<void> => {
    const trial = trials.verdict(name)
    if (!trial) return
    const { version, reason } = trial
    // Should somebody give it to people again, it is judged by what it does then.
    trials.forget(name)
    warn(`canary ${version} of ${name} is stopped: it ${reason}`)
    await unwritten.add({ remote: name, version, at: new Date(now()).toISOString(), reason })
  }
  return {
    stopped,
    async hear(person, body) {
      const isStopped = await stopped()
      const heard = new Set<string>()
      for (const report of parseReports(body)) {
        const known = await listing(report.remote)
        if (known && trials.note(known, isStopped, { person, report })) heard.add(report.remote)
      }
      for (const name of heard) await judge(name)
    },
  }
}
