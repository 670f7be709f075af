import { afterEach, expect, test } from '@jest/globals'
import { screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { buildMessage } from '../testing/message-builder.ts'
import { createMailWorld, type MailWorld } from '../testing/render-mail.tsx'
import { useUnreadCount } from './unread.ts'

let world: MailWorld
afterEach(() => world.mail.close())

const Count = ({ name }: { readonly name: string }): ReactNode => <output aria-label={name}>{useUnreadCount()}</output>

const counts = (): string[] => ['badge', 'title'].map((name) => screen.getByLabelText(name).textContent ?? '')

test('every caller of the hook sees the same number, also after it has changed', async () => {
  world = createMailWorld({ emails: [buildMessage({ id: 'a', keywords: {} })] })
  await world.show(
    <>
      <Count name="badge" />
      <Count name="title" />
    </>,
  )
  expect(counts()).toEqual(['1', '1'])
  world.server.put(buildMessage({ id: 'b', threadId: 't2', keywords: {} }))
  await world.push()
  expect(counts()).toEqual(['2', '2'])
})
