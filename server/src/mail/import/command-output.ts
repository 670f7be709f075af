import progress from 'cli-progress'
import type { ImportProgress, ImportResult } from './import-mail.ts'

export interface ImportOutput {
  readonly progress: (now: ImportProgress) => void
  readonly finish: (result: ImportResult) => void
}

/** Messages between two lines where there is no terminal. */
const lineEvery = 1000

/** Failures that are named one by one. */
const maxFailures = 100

/** A bar at a terminal, lines elsewhere; at the end what happened and what could not be taken. */
export function importOutput(terminal: boolean, print: (line: string) => void): ImportOutput {
  const bar = terminal
    ? new progress.SingleBar({
        format: 'import [{bar}] {percentage}% | {count} messages | {eta_formatted} left',
        hideCursor: true,
      })
    : null
  let started = false
  let printed = 0
  return {
    progress: (now) => {
      const count = now.added + now.known
      if (bar) {
        if (!started) bar.start(now.total, 0, { count: 0 })
        started = true
        bar.update(now.done, { count })
      } else if (count - printed >= lineEvery) {
        printed = count
        print(`${count} messages, ${percent(now)} % of ${Math.round(now.total / 1e5) / 10} MB`)
      }
    },
    finish: (result) => {
      bar?.stop()
      print(`${result.added} added, ${result.known} already there, ${result.failed} could not be taken`)
      for (const { name, reason } of result.failures.slice(0, maxFailures)) print(`  ${name} ${reason}`)
      if (result.failures.length > maxFailures) print(`  and ${result.failures.length - maxFailures} more`)
      if (result.stopped) print('Stopped. Run it again to go on where it was.')
    },
  }
}

function percent({ done, total }: ImportProgress): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100)
}
