import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { compress } from '@atrium/store'
import * as v from 'valibot'
import { root } from '../workspace.ts'
import type { BuiltRelease } from './build-files.ts'

/** The part of `budgets.json` that a release is held to: piece → KB of all its files as they are served. */
const budgetsSchema = v.object({ release: v.optional(v.record(v.string(), v.pipe(v.number(), v.minValue(0)))) })

export type ReleaseBudgets = Readonly<Record<string, number>>

export function releaseBudgets(file = path.join(root, 'budgets.json')): ReleaseBudgets {
  if (!existsSync(file)) return {}
  return v.parse(budgetsSchema, JSON.parse(readFileSync(file, 'utf8'))).release ?? {}
}

async function servedBytes({ folder, files }: BuiltRelease): Promise<number> {
  let total = 0
  for (const file of files.filter((each) => each !== 'record.json')) {
    const bytes = readFileSync(path.join(folder, file))
    total += (await compress(file, bytes))?.br.length ?? bytes.length
  }
  return total
}

/**
 * @throws Error naming every build that is larger than its budget.
 */
export async function checkBudgets(builds: readonly BuiltRelease[], budgets: ReleaseBudgets = releaseBudgets()): Promise<void> {
  const over: string[] = []
  for (const build of builds) {
    const { name, version } = build.record
    const budget = Object.hasOwn(budgets, name) ? budgets[name] : undefined
    const size = budget === undefined ? 0 : (await servedBytes(build)) / 1024
    if (budget !== undefined && size > budget) over.push(`${name} ${version} has ${size.toFixed(1)} KB, its budget is ${budget} KB`)
  }
  if (over.length > 0) throw new Error(`refused, nothing was changed:\n  ${over.join('\n  ')}\nMake it smaller, or change budgets.json where others can see it.`)
}
