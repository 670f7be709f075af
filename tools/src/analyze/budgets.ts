import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { root } from '../workspace.ts'
import { firstLoads, wholeOf } from './first-load.ts'
import type { Piece } from './read-piece.ts'

const kilobytes = v.pipe(v.number(), v.minValue(1))

/** KB of 1024 octets, brotli. A route or piece that is not named has no budget yet, which is an error too. */
export const budgetsSchema = v.strictObject({
  /** Remote → what its page may send somebody who was never there, the shell included. */
  routes: v.record(v.string(), kilobytes),
  /** Piece → all it may consist of. `pnpm release` refuses one that is larger. */
  release: v.record(v.string(), kilobytes),
})

export type Budgets = v.InferOutput<typeof budgetsSchema>

export interface Spent {
  readonly name: string
  readonly spent: number
  /** Octets. Undefined when nobody has given one. */
  readonly budget: number | undefined
}

export const readBudgets = (): Budgets =>
  v.parse(budgetsSchema, JSON.parse(readFileSync(path.join(root, 'budgets.json'), 'utf8')))

const octets = (budget: number | undefined): number | undefined => (budget === undefined ? undefined : budget * 1024)

/** What everything that has a budget costs. */
export const spending = (pieces: readonly Piece[], budgets: Budgets): Spent[] => [
  ...firstLoads(pieces).map(({ route, shell, remote }) => ({ name: `page of ${route}`, spent: shell + remote, budget: octets(budgets.routes[route]) })),
  ...pieces.map((piece) => ({ name: `all of ${piece.name}`, spent: wholeOf(piece), budget: octets(budgets.release[piece.name]) })),
]

export const isOver = ({ spent, budget }: Spent): boolean => budget === undefined || spent > budget
