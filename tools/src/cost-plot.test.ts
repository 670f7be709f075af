import { expect, test } from '@jest/globals'
import { costPlot } from './cost-plot.ts'

test('a plot has a line for each figure in milliseconds, higher where it costs more', () => {
  const at = (value: number) => [
    { name: 'page <p99>', unit: 'ms', value, bar: 20 },
    { name: 'memory', unit: 'MB', value: 300 },
  ]
  const plot = costPlot([10_000, 100_000], [at(5), at(50)])
  const [line] = plot.match(/<polyline points="[^"]*"/) ?? []
  const heights = [...(line ?? '').matchAll(/,(?<height>[\d.]+)/g)].map(({ groups }) => Number(groups?.['height']))
  expect(heights).toHaveLength(2)
  expect(heights[1]).toBeLessThan(heights[0] ?? 0)
  expect(plot).toContain('page &lt;p99> (≤ 20)')
  expect(plot).not.toContain('memory')
})
