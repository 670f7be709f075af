import { describe, expect, test } from '@jest/globals'
import { adoptError, AtriumError } from './errors.ts'

/** The same class in another bundle. */
const foreign = (change: object) => Object.assign(new Error('Foreign'), { name: 'AtriumError', ...change })

describe('an error from another bundle', () => {
  test('keeps its code, its subject and itself as the cause', () => {
    const thrown = foreign({ code: 'SECOND_COPY', subject: 'zustand', remedy: 'Share it.' })
    const adopted = adoptError(thrown)
    expect(adopted).toBeInstanceOf(AtriumError)
    expect(adopted).toMatchObject({ code: 'SECOND_COPY', subject: 'zustand', remedy: 'Share it.', cause: thrown })
  })

  test('keeps the code and the title of a newer release or of another product', () => {
    const adopted = adoptError(
      foreign({ code: 'CARD_DECLINED', title: 'The card was declined', subject: 'order 7', remedy: 'Pay again.' }),
    )
    expect(adopted).toMatchObject({ code: 'CARD_DECLINED', message: 'The card was declined: order 7. Pay again.' })
    expect(adoptError(foreign({ code: 'CARD_LOST', subject: 'order 7', remedy: 'Pay.' }))?.message).toBe(
      'CARD_LOST: order 7. Pay.',
    )
  })

  test('without a code of the right form, or of another kind, is not adopted', () => {
    for (const code of ['toString', 'not a code', '', 7]) expect(adoptError(foreign({ code }))).toBeUndefined()
    expect(adoptError(new TypeError('no function'))).toBeUndefined()
    expect(adoptError('SECOND_COPY')).toBeUndefined()
  })

  test('of this bundle is the very same', () => {
    const thrown = new AtriumError('NOT_FOUND', { subject: 'it', remedy: 'Look elsewhere.' })
    expect(adoptError(thrown)).toBe(thrown)
  })
})
