import { readFileSync } from 'node:fs'
import { daysOf, promotionTarget, releaseTarget, type Values } from './command-line.ts'
import { UsageError } from './usage.ts'
import type { Work } from './work.ts'

type Command = (work: Work, values: Values, rest: readonly string[]) => Promise<void>

function one(rest: readonly string[], what: string): string {
  const [first] = rest
  if (first !== undefined && rest.length === 1) return first
  throw new UsageError(`Say ${what}.`)
}

async function keys(work: Work, _: Values, [first, second, ...more]: readonly string[]): Promise<void> {
  const { changeTeam, printKeys, printNewKey } = await import('./key-commands.ts')
  if (first === undefined) return printKeys()
  if (second === undefined || more.length > 0) throw new UsageError('Say `keys make FILE`, or `keys NAME KEY,…`.')
  return first === 'make' ? printNewKey(second) : changeTeam(work, first, second.split(','))
}

/**
 * What `pnpm release` knows beside the names of pieces; none of them may be the name of a remote.
 * Each loads its own code: whoever takes a release back must not wait for a bundler.
 */
export const commands: Readonly<Record<string, Command>> = {
  promote: async (work, values, rest) => {
    const { promote } = await import('./promote.ts')
    await promote(work, { name: one(rest, 'which'), preview: values.preview, target: promotionTarget(values) })
  },
  rollback: async (work, { to, preview, stable }, rest) => {
    const { rollback } = await import('./rollback.ts')
    await rollback(work, { name: one(rest, 'which'), to, preview, stable })
  },
  disable: async (work, _, [name, ...reason]) => {
    if (name === undefined || reason.length === 0) throw new UsageError('Say which remote, and why: people are shown it.')
    const { switchRemote } = await import('./switch-remote.ts')
    await switchRemote(work, name, reason.join(' '))
  },
  enable: async (work, _, rest) => {
    const { switchRemote } = await import('./switch-remote.ts')
    await switchRemote(work, one(rest, 'which'), undefined)
  },
  status: async ({ store }) => {
    const { statusText } = await import('./status.ts')
    process.stdout.write(await statusText(store))
  },
  history: async ({ store }, _, [name]) => {
    const { historyText } = await import('./history-text.ts')
    process.stdout.write(await historyText(store, name))
  },
  gc: async (work, { age }) => {
    const { collectGarbage } = await import('./collect-garbage.ts')
    await collectGarbage(work, daysOf(age, 30))
  },
  refresh: async (work) => {
    const { refresh } = await import('./refresh.ts')
    await refresh(work)
  },
  keys,
  resolve: async ({ store }, _, rest) => {
    const { resolveStack } = await import('./resolve-stack.ts')
    const file = one(rest, 'which file has the stack trace, or - for the standard input')
    process.stdout.write(await resolveStack(store, readFileSync(file === '-' ? 0 : file, 'utf8')))
  },
}

async function builds(names: readonly string[], from: string | undefined): Promise<string[]> {
  if (from !== undefined) return [from]
  const [{ buildPieces }, { buildFolder, pieces }] = await Promise.all([import('../build-pieces.ts'), import('../workspace.ts')])
  const known = pieces()
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new UsageError(`There is no "${unknown}". Pieces are ${known.join(', ')}; commands are ${Object.keys(commands).join(', ')}.`)
  await buildPieces(names)
  return names.map(buildFolder)
}

export async function runCommand(work: Work, values: Values, [first, ...rest]: readonly string[]): Promise<void> {
  const command = first !== undefined && Object.hasOwn(commands, first) ? commands[first] : undefined
  if (command) return command(work, values, rest)
  if (first === undefined && values.from === undefined) throw new UsageError('Which piece, or which command?')
  const target = releaseTarget(values)
  const { releasePieces } = await import('./release-pieces.ts')
  const folders = await builds([...new Set(first === undefined ? [] : [first, ...rest])], values.from)
  await releasePieces(work, { folders, target })
}
