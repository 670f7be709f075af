/** A figure at one size. */
interface Figure {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly bar?: number
}

const width = 900
const height = 560
const margin = { left: 70, right: 360, top: 30, bottom: 50 }

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Cost against size as SVG, both logarithmic: a line for each figure in milliseconds, its bar beside its name. */
export function costPlot(sizes: readonly number[], results: readonly (readonly Figure[])[]): string {
  const figures = (results[0] ?? []).flatMap(({ name, unit, bar }, at) =>
    unit === 'ms' ? [{ name, bar, values: results.map((result) => result[at]?.value ?? 0) }] : [],
  )
  const smallest = Math.log10(Math.min(...sizes))
  const span = Math.max(1, Math.log10(Math.max(...sizes)) - smallest)
  const highest = Math.ceil(Math.log10(Math.max(...figures.flatMap(({ values }) => values), 10)))
  const x = (size: number): number =>
    margin.left + ((Math.log10(size) - smallest) / span) * (width - margin.left - margin.right)
  const y = (value: number): number =>
    height - margin.bottom - (Math.log10(Math.max(1, value)) / highest) * (height - margin.top - margin.bottom)
  const decades = Array.from({ length: highest + 1 }, (_, power) => 10 ** power)
  const grid = decades.map(
    (value) =>
      `<path d="M${margin.left} ${y(value)}H${width - margin.right}" stroke="#ddd"/><text x="${margin.left - 8}" y="${y(value) + 4}" text-anchor="end">${value} ms</text>`,
  )
  const columns = sizes.map(
    (size) => `<text x="${x(size)}" y="${height - 20}" text-anchor="middle">${size.toLocaleString('en')}</text>`,
  )
  const lines = figures.map(({ name, bar, values }, at) => {
    const color = `hsl(${Math.round((at * 360) / figures.length)} 65% 40%)`
    const points = values.map((value, column) => `${x(sizes[column] ?? 1)},${y(value)}`)
    const dots = points.map((point) => `<circle cx="${point.replace(',', '" cy="')}" r="3" fill="${color}"/>`)
    const row = margin.top + at * 22
    const text = `${name}${bar === undefined ? '' : ` (≤ ${bar})`}`
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="1.5"/>${dots.join('')}
<rect x="${width - margin.right + 16}" y="${row - 9}" width="10" height="10" fill="${color}"/><text x="${width - margin.right + 32}" y="${row}" font-size="10">${escapeXml(text)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
${[...grid, ...columns, ...lines].join('\n')}
</svg>
`
}
