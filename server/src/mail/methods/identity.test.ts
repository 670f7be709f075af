import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail()
})
afterEach(() => t.close())

describe('identities', () => {
  test('a new account has one, which stays', async () => {
    const { list } = await t.call('Identity/get', { ids: null })
    expect(list).toEqual([
      {
        id: 'I1',
        name: 'Ada Byron',
        email: 'ada@mail.test',
        replyTo: null,
        bcc: null,
        textSignature: '',
        htmlSignature: '',
        mayDelete: false,
      },
    ])
    expect(at(await t.call('Identity/set', { destroy: ['I1'] }), 'notDestroyed/I1/type')).toBe('forbidden')
  })

  test('can be added for addresses of the account only', async () => {
    const { created, notCreated } = await t.call('Identity/set', {
      create: { lists: { email: 'ada+lists@mail.test', name: 'Ada' }, bob: { email: 'bob@mail.test' } },
    })
    expect(at(notCreated, 'bob/type')).toBe('forbiddenFrom')
    expect(at(created, 'lists')).toMatchObject({ mayDelete: true, textSignature: '', replyTo: null })
    const { destroyed } = await t.call('Identity/set', { destroy: [textAt(created, 'lists/id')] })
    expect(destroyed).toEqual([at(created, 'lists/id')])
  })

  test('can be changed but for their address', async () => {
    const { state } = await t.call('Identity/get', { ids: [] })
    const patch = { textSignature: '-- \nAda', replyTo: [{ name: null, email: 'ada@elsewhere.example' }] }
    expect(at(await t.call('Identity/set', { update: { I1: patch } }), 'updated')).toEqual({ I1: null })
    expect(at(await t.call('Identity/get', { ids: ['I1'] }), 'list/0')).toMatchObject(patch)
    expect(await t.call('Identity/changes', { sinceState: state })).toMatchObject({ updated: ['I1'] })
    expect(
      at(await t.call('Identity/set', { update: { I1: { email: 'x@mail.test' } } }), 'notUpdated/I1'),
    ).toMatchObject({
      type: 'invalidProperties',
      properties: ['email'],
    })
    expect(at(await t.call('Identity/set', { update: { I2: patch } }), 'notUpdated/I2/type')).toBe('notFound')
  })
})
