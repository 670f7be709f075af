import { expect, test } from '@jest/globals'
import { AtriumError } from '@atrium/protocol'
import { buildRelease, buildEntry } from './testing/release-builder.ts'
import { createRemoteLog } from './inspector-source.ts'

const release = buildRelease()
const entry = buildEntry(release)
const key = 'inbox aaaaaaaaaaaa'

test('what was loaded of a release is one line, with the slowest of its modules', () => {
  const log = createRemoteLog()
  log.loaded({ entry, release, name: 'inbox/page', milliseconds: 80 })
  log.loaded({ entry, release, name: 'inbox/folders', milliseconds: 20 })
  log.loaded({ entry, release, name: 'inbox/page', milliseconds: 900 })
  expect(log.entries.getState()[key]).toMatchObject({
    modules: ['inbox/page', 'inbox/folders'],
    milliseconds: 80,
    mounted: 0,
  })
  expect(log.baseOf(release)).toBe('http://localhost/releases/inbox/aaaaaaaaaaaa/')
})

test('a failure is recorded with its reference, until the release comes after all', () => {
  const log = createRemoteLog()
  log.failed(release, new AtriumError('REMOTE_THREW', { subject: 'inbox', remedy: 'Retry.' }), entry)
  expect(log.entries.getState()[key]?.failure).toMatchObject({
    code: 'REMOTE_THREW',
    reference: expect.stringMatching(/^R-/),
  })
  log.loaded({ entry, release, name: 'inbox/page', milliseconds: 80 })
  expect(log.entries.getState()[key]?.failure).toBeNull()
})

test('views are counted as they come and go', () => {
  const log = createRemoteLog()
  const [page, rail] = [log.mounted(release), log.mounted(release)]
  page()
  expect(log.entries.getState()[key]?.mounted).toBe(1)
  rail()
  expect(log.entries.getState()[key]?.mounted).toBe(0)
})
