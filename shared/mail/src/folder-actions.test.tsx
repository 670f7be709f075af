import { describe, expect, test } from '@jest/globals'
import { act } from '@testing-library/react'
import { useFolderActions } from './folder-actions.ts'
import { useMailboxes } from './mailboxes.ts'
import { emailBuilder, mailboxBuilder, standardMailboxes } from './testing/builders.ts'
import { createFakeServer } from './testing/fake-server.ts'
import { mailFor, renderHookWithMail, settle } from './testing/render-with-mail.tsx'

const begin = async () => {
  const server = createFakeServer({
    mailboxes: [...standardMailboxes(), mailboxBuilder({ id: 'trips', name: 'Trips' })],
    emails: [
      emailBuilder({ id: 'only', mailboxIds: { trips: true } }),
      emailBuilder({ id: 'both', mailboxIds: { trips: true, inbox: true } }),
    ],
  })
  const { current } = await renderHookWithMail(mailFor(server), () => ({
    folders: useFolderActions(),
    mailboxes: useMailboxes(),
  }))
  const run = async <T,>(work: () => Promise<T>): Promise<T> => {
    const [result] = await act(() => Promise.all([work(), settle()]))
    await settle()
    return result
  }
  return { server, current, run }
}

describe('a folder', () => {
  test('is made, renamed and put into another one', async () => {
    const { current, run } = await begin()
    const made = await run(() => current().folders.create({ name: 'Work', parentId: null }))
    if (!made.ok) throw made.error
    expect(current().mailboxes.byId(made.value)?.name).toBe('Work')
    await run(() => current().folders.update(made.value, { name: 'Jobs', parentId: 'trips' }))
    expect(current().mailboxes.byId(made.value)).toMatchObject({ name: 'Jobs', parentId: 'trips' })
  })

  test('that is deleted leaves its messages in the trash, and those of other folders there', async () => {
    const { server, current, run } = await begin()
    expect(await run(() => current().folders.destroy('trips'))).toEqual({ ok: true, value: null })
    expect(current().mailboxes.byId('trips')).toBeUndefined()
    expect(server.store.emails.get('only')?.mailboxIds).toEqual({ trash: true })
    expect(server.store.emails.get('both')?.mailboxIds).toEqual({ inbox: true })
  })

  test('stays when one of its messages cannot be moved', async () => {
    const { server, current, run } = await begin()
    server.settings.refused.add('only')
    const outcome = await run(() => current().folders.destroy('trips'))
    expect(outcome.ok).toBe(false)
    expect(current().mailboxes.byId('trips')).toBeDefined()
  })
})
