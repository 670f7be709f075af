import { expect, test } from '@jest/globals'
import { squarify } from './report.ts'

const box = { x: 0, y: 0, width: 60, height: 40 }
const items = [6, 6, 4, 3, 2, 2, 1].map((size, index) => ({ name: String(index), size }))

test('areas are as the sizes, and fill the box', () => {
  const placed = squarify(items, box)
  expect(placed).toHaveLength(items.length)
  for (const { item, width, height } of placed) expect(width * height).toBeCloseTo(item.size * 100)
})

test('no box is outside or over another', () => {
  const placed = squarify(items, box)
  for (const one of placed) {
    expect(one.x + one.width).toBeLessThanOrEqual(60.001)
    expect(one.y + one.height).toBeLessThanOrEqual(40.001)
    for (const other of placed) {
      const apart =
        one.x + one.width <= other.x + 0.001 ||
        other.x + other.width <= one.x + 0.001 ||
        one.y + one.height <= other.y + 0.001 ||
        other.y + other.height <= one.y + 0.001
      expect(one === other || apart).toBe(true)
    }
  }
})

test('what has no size takes no space', () => {
  expect(
    squarify(
      [
        { name: 'a', size: 0 },
        { name: 'b', size: 1 },
      ],
      box,
    ).map(({ item }) => item.name),
  ).toEqual(['b'])
})
