import { expect, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { provideHost } from './host-connection.ts'
import type { SlotProps } from './host-connection.ts'
import { Slot, useContributions } from './slot.tsx'

const host = { load: async () => Promise.reject(new Error('nothing to load')), savePreferences: async () => undefined }

const Titles = (): ReactNode =>
  useContributions('board.card').map(({ view, title }) => <li key={view}>{title?.['en']}</li>)

test('a remote offers a slot, which the host renders with the props of the remote', () => {
  provideHost({
    ...host,
    slots: {
      Slot: ({ name, props }: SlotProps) => <p>{`${name} ${JSON.stringify(props)}`}</p>,
      useContributions: (slot) => [
        { remote: 'tasks', view: 'tasks/card', module: './card', title: { en: `Tasks in ${slot}` } },
      ],
    },
  })
  render(
    <>
      <Slot name="board.card" props={{ id: 'c1' }} />
      <Titles />
    </>,
  )
  expect(screen.getByText('board.card {"id":"c1"}')).toBeTruthy()
  expect(screen.getByText('Tasks in board.card')).toBeTruthy()
})

test('in a host without slots there is nothing in any', () => {
  provideHost(host)
  render(
    <>
      <Slot name="board.card" />
      <Titles />
    </>,
  )
  expect(document.body.textContent).toBe('')
})
