import { expect, test } from '@jest/globals'
import { currentSurface, readSurface, releasedFolder } from '@atrium/tools'

test('the committed surface of the contracts is what the source says', () => {
  const [now, released] = [currentSurface(), readSurface(releasedFolder)]
  const changed = Object.keys({ ...now, ...released }).filter((file) => now[file] !== released[file])
  // Run `npm run accept-contracts`; it refuses a breaking change without a new version.
  expect(changed).toEqual([])
})
