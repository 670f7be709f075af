import { expect, test } from '@jest/globals'
import { filesBelow } from './files-below.ts'

const aResource = (name: string, encodedBodySize: number) => ({ name, encodedBodySize }) as PerformanceResourceTiming

test('counts the files of one release, and each once', () => {
  const resources = [
    aResource('https://cdn/inbox/1/a.js', 1000),
    aResource('https://cdn/inbox/1/a.js', 0),
    aResource('https://cdn/inbox/1/a.css', 24),
    aResource('https://cdn/inbox/10/a.js', 5000),
  ]
  expect(filesBelow('https://cdn/inbox/1/', resources)).toEqual({ files: 2, bytes: 1024 })
})

test('does not take an origin that hides its sizes for an empty one', () => {
  expect(filesBelow('https://cdn/a/', [aResource('https://cdn/a/x.js', 0)])).toEqual({ files: 1, bytes: undefined })
})
