import { isMissed, type Measured } from './bars.ts'
import type { Summary } from './statistics.ts'

export const figureText = (value: number, unit: Measured['unit']): string => {
  if (unit === 'KB') return `${(value / 1000).toFixed(1)} KB`
  if (unit === 'ms') return `${Math.round(value)} ms`
  return String(value)
}

export const ratioText = ({ median, low, high }: Summary): string =>
  low === high ? `${median.toFixed(3)} ×` : `${median.toFixed(3)} × (${low.toFixed(2)} to ${high.toFixed(2)})`

export const verdict = (measured: Measured): string =>
  measured.bar === undefined ? '' : `${isMissed(measured) ? 'MISSED' : 'met'} ${measured.bar}`

/** The table as it stands on the terminal. */
export function printTable(rows: readonly Measured[]): string {
  const cells = rows.map((row) => [
    row.name,
    figureText(row.federated.median, row.unit),
    figureText(row.single.median, row.unit),
    ratioText(row.ratio),
    verdict(row),
  ])
  const all = [['', 'federated', 'single', 'ratio', ''], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}
