import { expect, test } from '@jest/globals'
import type { Session } from '@atrium/protocol/register'
import { render, screen } from '@testing-library/react'
import { load } from '../host-connection.ts'
import { changePreferences } from '../session.ts'
import { Slot, useContributions } from '../slot.tsx'
import { workspace } from '../store.ts'
import { fakeHost } from './fake-host.tsx'

test('a module that the test passes is loaded, and any other is unknown', async () => {
  const composer = { openComposer: () => undefined }
  const { loaded } = fakeHost({ modules: { 'compose/composer': composer } })
  await expect(load('compose/composer')).resolves.toBe(composer)
  await expect(load('metrics/page')).rejects.toMatchObject({ code: 'REMOTE_UNKNOWN' })
  expect(loaded).toEqual(['compose/composer', 'metrics/page'])
})

const defaultPreferences = { theme: 'system', density: 'comfortable', locale: 'system', railCollapsed: false }
const session = { name: 'Ada', csrf: 'token', preferences: defaultPreferences } as Session

test('preferences are saved, or rejected as a server would', async () => {
  const { saved } = fakeHost({ session })
  await changePreferences({ theme: 'dark' })
  expect(saved).toEqual([{ theme: 'dark' }])

  const refused = fakeHost({ session, savePreferences: async () => Promise.reject(new Error('refused')) })
  await expect(changePreferences({ theme: 'dark' })).rejects.toThrow('refused')
  expect(refused.saved).toEqual([])
})

test('each fake host begins with a new shared store', () => {
  fakeHost({ session })
  workspace.setState({ unsaved: ['draft'] })
  fakeHost()
  expect(workspace.getState()).toMatchObject({ session: null, unsaved: [] })
})

test('a slot has what the test contributes, in order, with the props of the slot', () => {
  const Card = ({ id }: { readonly id?: string }) => <p>{`card ${id}`}</p>
  fakeHost({ slots: { 'board.card': [Card, () => <p>second</p>] } })
  const Count = () => <p>{`${useContributions('board.card').length} contributions`}</p>
  render(
    <>
      <Slot name="board.card" props={{ id: 'c1' }} />
      <Slot name="board.other" />
      <Count />
    </>,
  )
  expect(screen.getAllByText(/./).map(({ textContent }) => textContent)).toEqual(
    expect.arrayContaining(['card c1', 'second', '2 contributions']),
  )
})
