import { describe, expect, test } from '@jest/globals'
import { capacityFor } from './composers.ts'

/** Pixels that so many windows take, as windows.module.css lays them out. */
const widthOf = (full: number, folded: number): number => full * 560 + folded * 112 + (full + folded - 1) * 12 + 48

describe('windows side by side', () => {
  test.each([
    [390, 1, 1],
    [768, 3, 1],
    [1440, 2, 2],
    [1440, 3, 2],
    [1440, 5, 1],
    [1920, 3, 3],
  ])('on %i pixels %i windows leave room for %i of full size', (viewport, windows, full) => {
    expect(capacityFor(viewport, windows)).toBe(full)
  })

  test('the fifth one opens on the screen, whatever the width of the page', () => {
    for (let viewport = 1100; viewport <= 3840; viewport += 10) {
      const full = capacityFor(viewport, 5)
      expect(widthOf(full, 5 - full)).toBeLessThanOrEqual(Math.max(viewport, widthOf(1, 4)))
    }
  })
})
