import { expect, test } from '@jest/globals'
import { place, type PlaceOptions } from './place.ts'

const around = (options: Partial<PlaceOptions>) =>
  place({
    anchor: { left: 400, top: 300, width: 40, height: 40 },
    popup: { width: 200, height: 100 },
    viewport: { width: 1000, height: 800 },
    placement: 'bottom-start',
    ...options,
  })

test('a popup stands below, its start at the start of the anchor', () => {
  expect(around({})).toMatchObject({ left: 400, top: 344 })
})

test('in a right-to-left page the start is the right edge', () => {
  expect(around({ rightToLeft: true })).toMatchObject({ left: 240, top: 344 })
})

test('a popup without room below goes above', () => {
  expect(around({ anchor: { left: 400, top: 740, width: 40, height: 40 } }).top).toBe(636)
})

test('a popup that fits nowhere takes the larger side and scrolls', () => {
  const found = around({ popup: { width: 200, height: 900 } })
  expect(found).toMatchObject({ top: 344, maxHeight: 448 })
})

test('a popup stays inside the window at either side', () => {
  expect(around({ anchor: { left: 960, top: 300, width: 40, height: 40 } }).left).toBe(792)
  expect(around({ placement: 'bottom-end', anchor: { left: 0, top: 300, width: 40, height: 40 } }).left).toBe(8)
})

test('a popup wider than the window begins at its edge', () => {
  expect(around({ viewport: { width: 180, height: 800 } }).left).toBe(8)
})

test('beside the anchor it is centred, and changes the side at the edge of the window', () => {
  expect(around({ placement: 'end' })).toMatchObject({ left: 444, top: 270 })
  expect(around({ placement: 'end', anchor: { left: 950, top: 300, width: 40, height: 40 } }).left).toBe(746)
  expect(around({ placement: 'end', rightToLeft: true }).left).toBe(196)
})
