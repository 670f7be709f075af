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

  test('with a code nobody knows, or of another kind, is none of ours', () => {
    expect(adoptError(foreign({ code: 'toString' }))).toBeUndefined()
    expect(adoptError(new TypeError('no function'))).toBeUndefined()
    expect(adoptError('SECOND_COPY')).toBeUndefined()
  })

  test('of this bundle is the very same', () => {
    const thrown = new AtriumError('NOT_FOUND', { subject: 'it', remedy: 'Look elsewhere.' })
    expect(adoptError(thrown)).toBe(thrown)
  })
})
