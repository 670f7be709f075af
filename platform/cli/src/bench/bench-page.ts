import { badge, escapeHtml, reportPage, tableHtml, type Section } from '../report/report.ts'
import { figureText, isMissed, ratioText, limitText, type Exchange, type Measured, type Series } from './measure.ts'

export interface BenchResult {
  readonly rows: readonly Measured[]
  /** Bytes, brotli: what federation itself adds to the first page. */
  readonly ownCost: number
  readonly cold: Series
}

const widths = { label: 250, plot: 640, row: 34 } as const

/** Ratios as bars, with the middle half of all values, and 1 as a line. */
function ratioPlot(rows: readonly Measured[]): string {
  const max = Math.max(1.5, ...rows.map(({ ratio }) => Math.min(ratio.high, 2.5))) * 1.05
  const x = (value: number): number => widths.label + (Math.min(value, max) / max) * widths.plot
  const height = rows.length * widths.row + 24
  const bars = rows.map((row, index) => {
    const y = index * widths.row + 8
    const { median, low, high } = row.ratio
    return [
      `<text x="0" y="${y + 14}">${escapeHtml(row.name)}</text>`,
      `<rect class="track" x="${widths.label}" y="${y}" width="${widths.plot}" height="20" rx="4"/>`,
      `<rect class="value${isMissed(row) ? ' missed' : ''}" x="${widths.label}" y="${y}" width="${(x(median) - widths.label).toFixed(1)}" height="20" rx="4"><title>${escapeHtml(`${row.name}: ${ratioText(row.ratio)}`)}</title></rect>`,
      `<line class="spread" x1="${x(low).toFixed(1)}" x2="${x(high).toFixed(1)}" y1="${y + 10}" y2="${y + 10}"/>`,
      `<text class="muted" x="${widths.label + widths.plot + 8}" y="${y + 14}">${median.toFixed(2)} ×</text>`,
    ].join('')
  })
  const line = `<line class="limit" x1="${x(1).toFixed(1)}" x2="${x(1).toFixed(1)}" y1="0" y2="${height - 18}"/>`
  const caption = `<text class="muted" x="${x(1).toFixed(1)}" y="${height - 4}" text-anchor="middle">as one application</text>`
  return `<svg viewBox="0 0 ${widths.label + widths.plot + 70} ${height}" role="img" aria-label="Ratios of medians">${bars.join('')}${line}${caption}</svg>`
}

/** Requests over time, until the page was ready. */
function waterfallPlot(exchanges: readonly Exchange[], ready: number): string {
  const x = (time: number): number => 300 + (Math.min(time, ready) / ready) * 640
  const rows = exchanges.map(({ path, startedAt, ended, bytes }, index) => {
    const y = index * 20 + 4
    const name = path
      .replace(/^\/releases\//, '')
      .replace(/[0-9a-f]{12}\//, '')
      .slice(-42)
    const rect = `<rect class="value" x="${x(startedAt).toFixed(1)}" y="${y}" width="${Math.max(x(ended) - x(startedAt), 2).toFixed(1)}" height="14" rx="3">`
    return `<text x="0" y="${y + 12}">${escapeHtml(name)}</text>${rect}<title>${escapeHtml(`${path}: ${bytes} bytes, ${Math.round(startedAt)} to ${Math.round(ended)} ms`)}</title></rect>`
  })
  return `<svg viewBox="0 0 960 ${exchanges.length * 20 + 8}" role="img" aria-label="Requests until the page was ready">${rows.join('')}</svg>`
}

const table = (rows: readonly Measured[]): string =>
  tableHtml(
    [
      { title: 'Figure' },
      { title: 'Federated', number: true },
      { title: 'Single', number: true },
      { title: 'Ratio', number: true },
      { title: 'Bar' },
    ],
    rows.map((row) => [
      row.name,
      figureText(row.federated.median, row.unit),
      figureText(row.single.median, row.unit),
      ratioText(row.ratio),
      row.bar === undefined ? '' : badge(isMissed(row) ? 'bad' : 'good', limitText(row)),
    ]),
  )

function waterfalls({ federated, single }: Series): Section[] {
  return [
    ['Federated, cold', federated[0]],
    ['One application, cold', single[0]],
  ].flatMap(([title, visit]) =>
    typeof title === 'string' && typeof visit === 'object'
      ? [
          {
            title,
            about: 'Every request that had started when the page was ready.',
            html: waterfallPlot(visit.exchanges, visit.ready),
          },
        ]
      : [],
  )
}

/** The bench's page: figures, plots, and where the time went. */
export function benchPage({ rows, ownCost, cold }: BenchResult): string {
  const missed = rows.filter(isMissed).length
  return reportPage({
    title: 'What federation costs',
    about: 'The same source, built as released and as one application, served by the same server, in the same browser.',
    figures: [
      { label: 'Bars missed', value: String(missed), tone: missed > 0 ? 'bad' : 'good' },
      { label: 'Federation itself, brotli', value: figureText(ownCost, 'KB') },
      ...rows.slice(0, 3).map((row) => ({ label: row.name, value: `${row.ratio.median.toFixed(2)} ×` })),
    ],
    sections: [
      {
        title: 'Figures',
        about: 'Medians; in brackets the middle half of the ratios. KB are 1000 bytes on the wire.',
        html: table(rows),
      },
      { title: 'Ratios', about: 'Shorter is better; the dashed line is one application.', html: ratioPlot(rows) },
      ...waterfalls(cold),
    ],
  })
}
