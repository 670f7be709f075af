import { describe, expect, test } from '@jest/globals'
import type { DirectoryEntry } from '@atrium/protocol'
import { startDirectory } from './registry.ts'

const entry = (index: number): DirectoryEntry => ({
  name: `remote-${String(index).padStart(3, '0')}`,
  navigation: { title: { en: `Remote ${index}` }, icon: 'puzzle', order: index },
  slots: {
    badge: [{ module: './count', export: 'useCount' }],
    'settings.section': [{ module: './settings', title: { en: `Remote ${index}` } }],
  },
})
const many = (count: number): DirectoryEntry[] => Array.from({ length: count }, (_, index) => entry(index))

describe('the directory in a page', () => {
  test('is whole where it is short', () => {
    expect(startDirectory(many(8))).toEqual({ directory: many(8) })
  })

  test('has the first items and what the frame renders, and says that there is more', () => {
    const { directory, partial } = startDirectory(many(9))
    expect(partial).toBe(true)
    expect(directory).toEqual(
      many(8).map(({ name, navigation, slots }) => ({ name, navigation, slots: { badge: slots?.['badge'] } })),
    )
  })

  test('costs the same with 400 remotes as with 9', () => {
    expect(startDirectory(many(400))).toEqual(startDirectory(many(9)))
  })

  test('has a contributor to the frame that is far down in the navigation', () => {
    const far: DirectoryEntry = { name: 'windows', slots: { windows: [{ module: './windows' }] } }
    expect(startDirectory([...many(100), far]).directory.at(-1)).toEqual(far)
  })
})
