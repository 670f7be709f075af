// `budgets.json`: what may be sent. `analyze` reports what is over it, `release` and `start` refuse it.
import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { findProject } from './project.ts'

/** Name → KB of 1024 bytes, brotli; `*` is for what is not named. */
const kilobytes = v.record(v.string(), v.pipe(v.number(), v.minValue(0)))

const budgetsSchema = v.strictObject({
  /** Remote → what a first visit to its page may cost, the host included. Default: nothing is limited. */
  routes: v.optional(kilobytes, { '*': Infinity }),
  /** Package → size of its whole build. Default: nothing is limited. */
  release: v.optional(kilobytes, { '*': Infinity }),
})

export type Budgets = v.InferOutput<typeof budgetsSchema>

/**
 * The budgets of a project. Without the file nothing is limited.
 *
 * @param file - Default: that of the project.
 * @throws Error naming what is wrong in the file.
 */
export const readBudgets = (file = findProject().at(findProject().budgets)): Budgets =>
  v.parse(budgetsSchema, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})

/** KB of a name. Undefined where neither it nor `*` has a budget. */
export const budgetOf = (budgets: Readonly<Record<string, number>>, name: string): number | undefined =>
  Object.hasOwn(budgets, name) ? budgets[name] : budgets['*']
