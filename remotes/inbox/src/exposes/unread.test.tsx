import { afterEach, expect, test } from '@jest/globals'
import { screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { emailBuilder } from '@atrium/mail/testing'
import { createTestPage, type TestPage } from '@atrium/mail-ui/testing'
import { useUnreadCount } from './unread.ts'

let page: TestPage
afterEach(() => page.mail.close())

const Count = ({ name }: { readonly name: string }): ReactNode => <output aria-label={name}>{useUnreadCount()}</output>

const counts = (): string[] => ['badge', 'title'].map((name) => screen.getByLabelText(name).textContent ?? '')

test('every caller of the hook sees the same number, also after it has changed', async () => {
  page = createTestPage({ emails: [emailBuilder({ id: 'a' })] })
  await page.show(
    <>
      <Count name="badge" />
      <Count name="title" />
    </>,
  )
  expect(counts()).toEqual(['1', '1'])
  page.server.store.put(emailBuilder({ id: 'b' }))
  await page.push()
  expect(counts()).toEqual(['2', '2'])
})
