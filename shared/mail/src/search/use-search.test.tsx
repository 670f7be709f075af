import { expect, test } from '@jest/globals'
import { aMessage } from '../testing/a-message.ts'
import { createFakeServer } from '../testing/fake-server.ts'
import { mailFor, renderWithMail } from '../testing/render-mail.tsx'
import { useSearch } from './use-search.ts'

test('what is found is marked, in one request', async () => {
  const server = createFakeServer({
    emails: [aMessage({ number: 1, subject: 'A cup of tea' }), aMessage({ number: 2, subject: 'Coffee' })],
  })
  const { current } = await renderWithMail(mailFor(server), () => useSearch({ text: 'tea' }))
  expect(current().total).toBe(1)
  expect(current().row(0)?.snippet?.subject).toEqual([
    { text: 'A cup of ', marked: false },
    { text: 'tea', marked: true },
  ])
  expect(server.requests[0]).toContain('SearchSnippet/get')
})
