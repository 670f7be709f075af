import { parseArgs } from 'node:util'
import { channelNameSchema } from '@atrium/protocol'
import * as v from 'valibot'
import type { Target } from './channels.ts'
import { UsageError } from './usage.ts'

const options = {
  age: { type: 'string' },
  canary: { type: 'string' },
  cohort: { type: 'string' },
  'dry-run': { type: 'boolean' },
  force: { type: 'boolean' },
  from: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  preview: { type: 'string' },
  reason: { type: 'string' },
  stable: { type: 'boolean' },
  store: { type: 'string' },
  to: { type: 'string' },
} as const

export type CommandLine = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>
export type Values = CommandLine['values']

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function channelName(option: string, name: string): string {
  if (v.is(channelNameSchema, name)) return name
  throw new UsageError(`--${option} ${name}: a name has lower-case letters, digits and dashes`)
}

/** Without `%`, from 0 to 100. */
function percentage(text: string): number {
  const percent = Number(text.replace(/%$/, ''))
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent
  throw new UsageError(`--canary ${text}: say how many of a hundred, from 0 to 100`)
}

/** Days, more than nothing. @throws UsageError */
export function daysOf(text: string | undefined, otherwise: number): number {
  const days = text === undefined ? otherwise : Number(text)
  if (Number.isFinite(days) && days > 0) return days
  throw new UsageError(`--age ${text}: say how many days`)
}

const canaryOf = ({ canary, cohort }: Values): Target | undefined =>
  canary === undefined && cohort === undefined
    ? undefined
    : {
        channel: 'canary',
        percent: percentage(canary ?? '0'),
        cohorts: (cohort ?? '').split(',').filter((name) => name !== '').map((name) => channelName('cohort', name)),
      }

/** Where a release goes. @throws UsageError */
export function releaseTarget(values: Values): Target {
  const canary = canaryOf(values)
  if (values.preview === undefined) return canary ?? { channel: 'stable' }
  if (canary) throw new UsageError('A release is a preview or a canary, not both at once.')
  return { channel: 'preview', label: channelName('preview', values.preview) }
}

/** Where a promoted release goes; there, `--preview` says where it comes from. @throws UsageError */
export const promotionTarget = (values: Values): Target => canaryOf(values) ?? { channel: 'stable' }
