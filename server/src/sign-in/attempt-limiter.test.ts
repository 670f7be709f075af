import { describe, expect, test } from '@jest/globals'
import { createAttemptLimiter } from './sign-in-guard.ts'
import { createRateLimiter } from '@atrium/gateway'

describe('attempts', () => {
  test('after the free failures the wait doubles up to the longest', () => {
    let now = 0
    const limiter = createAttemptLimiter({ free: 2, longest: 5000 }, () => now)
    const waits: number[] = []
    for (let attempt = 0; attempt < 7; attempt++) {
      waits.push(limiter.wait('ada'))
      now += limiter.wait('ada')
      limiter.failed('ada')
    }
    expect(waits).toEqual([0, 0, 1000, 2000, 4000, 5000, 5000])
    expect(limiter.wait('bob')).toBe(0)
  })

  test('success forgives, and so does time', () => {
    let now = 0
    const limiter = createAttemptLimiter({ free: 1, longest: 5000, memory: 10_000 }, () => now)
    limiter.failed('ada')
    expect(limiter.wait('ada')).toBe(1000)
    limiter.succeeded('ada')
    expect(limiter.wait('ada')).toBe(0)
    limiter.failed('ada')
    now += 10_000
    limiter.failed('ada')
    expect(limiter.wait('ada')).toBe(1000)
  })

  test('many keys do not fill the memory, and the newest are remembered', () => {
    const limiter = createAttemptLimiter({ free: 1, longest: 5000 }, () => 0)
    for (let key = 0; key <= 20_000; key++) limiter.failed(String(key))
    expect(limiter.wait('0')).toBe(0)
    expect(limiter.wait('20000')).toBe(1000)
  })
})

describe('rates', () => {
  test('so many in a window, then again in the next', () => {
    let now = 0
    const limiter = createRateLimiter({ uses: 2, window: 1000 }, () => now)
    limiter.count('ada')
    limiter.count('ada')
    now = 400
    expect(limiter.wait('ada')).toBe(600)
    now = 1000
    expect(limiter.wait('ada')).toBe(0)
  })
})
