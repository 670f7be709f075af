// `pnpm bench mail [sizes] [--data folder]`: the mail server over generated mailboxes of these sizes. Prints a table and a
// plot of cost against size, writes it to dist/bench/mail.svg, and ends with 1 when a figure is beyond its bar. With a
// folder the mailboxes are kept for the next run.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { measureMail, type MailFigure } from '@atrium/server/mail/bench'
import { costPlot } from './cost-plot.ts'

const { values: options, positionals } = parseArgs({
  args: process.argv.slice(3),
  options: { data: { type: 'string' } },
  allowPositionals: true,
})
const sizes = positionals.map(Number)
const wanted = sizes.length > 0 ? sizes : [10_000, 100_000]
if (wanted.some((size) => !Number.isSafeInteger(size) || size < 1000))
  throw new Error('Sizes are numbers of messages, 1000 or more: pnpm bench mail 10000 100000 1000000')

const note = (text: string): void => void process.stderr.write(`atrium: ${text}\n`)

const isMissed = ({ value, bar, atLeast }: MailFigure): boolean =>
  bar !== undefined && (atLeast ? value < bar : value > bar)

const shown = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)

/** Figures by size, in the order of sizes. */
const results: (readonly MailFigure[])[] = []
for (const size of wanted) {
  note(`a mailbox of ${size} messages`)
  results.push(await measureMail({ size, note, ...(options.data === undefined ? {} : { folder: options.data }) }))
}

/** A bar for each size, its length the logarithm of the value. */
function plot(values: readonly number[]): string {
  const longest = Math.log10(Math.max(...values, 1) + 1)
  return values
    .map((value) => '▇'.repeat(Math.max(1, Math.round((Math.log10(value + 1) / longest) * 12))).padEnd(13))
    .join('')
}

const rows = (results[0] ?? []).map((figure, at) => {
  const figures = results.map((result) => result[at] ?? figure)
  const bar = figure.bar === undefined ? '' : `${figure.atLeast ? '≥' : '≤'} ${figure.bar}`
  const verdict = figure.bar === undefined ? '' : figures.some(isMissed) ? 'missed' : 'met'
  return [
    figure.name,
    figure.unit,
    ...figures.map(({ value }) => shown(value)),
    bar,
    verdict,
    plot(figures.map(({ value }) => value)),
  ]
})
const head = ['figure', 'unit', ...wanted.map(String), 'bar', '', 'cost against size, logarithmic']
const table = [head, ...rows]
const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
for (const row of table)
  process.stdout.write(
    `${row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`,
  )
const folder = path.resolve(import.meta.dirname, '../../dist/bench')
mkdirSync(folder, { recursive: true })
const file = path.join(folder, 'mail.svg')
writeFileSync(file, costPlot(wanted, results))
note(`the plot is in ${path.relative(process.cwd(), file)}`)
process.exitCode = results.flat().some(isMissed) ? 1 : 0
