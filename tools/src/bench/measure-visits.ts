import type { Browser } from '@playwright/test'
import type { BenchSite } from './bench-site.ts'
import type { Series } from './series.ts'
import { newVisitor, visit, type Visit } from './visit.ts'

export interface Sites {
  readonly federated: BenchSite
  readonly single: BenchSite
}

const names = ['federated', 'single'] as const

/** First and second visit of somebody, to both sites in turn: what else the machine does falls on both. */
export async function measureVisits(browser: Browser, sites: Sites, rounds: number): Promise<{ cold: Series; warm: Series }> {
  const taken = { cold: { federated: [] as Visit[], single: [] as Visit[] }, warm: { federated: [] as Visit[], single: [] as Visit[] } }
  for (let round = 0; round < rounds; round++) {
    // Neither is always the first.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const visitor = await newVisitor(browser, sites[name])
      taken.cold[name].push(await visit(visitor, sites[name].origin))
      taken.warm[name].push(await visit(visitor, sites[name].origin))
      await visitor.close()
    }
    process.stderr.write(`atrium: round ${round + 1} of ${rounds}\n`)
  }
  return taken
}

/** What somebody who was there before fetches again after a release. */
export async function measureReturn(browser: Browser, site: BenchSite, release: () => Promise<void>): Promise<Visit> {
  const visitor = await newVisitor(browser, site)
  await visit(visitor, site.origin)
  await release()
  const again = await visit(visitor, site.origin)
  await visitor.close()
  return again
}
