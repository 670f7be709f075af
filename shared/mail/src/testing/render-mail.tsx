import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createMail } from '../create-mail.ts'
import type { Timing } from '../jmap/timing.ts'
import type { Mail } from '../mail.ts'
import type { MailOptions } from '../mail-options.ts'
import { MailProvider } from '../mail-provider.tsx'
import type { FakeServer } from './fake-server.ts'

/** Time that passes only when a test says so, in steps a test can see. */
export interface FakeTiming extends Timing {
  readonly waits: number[]
  /** Lets every wait of at most so many milliseconds end. */
  readonly pass: (ms: number) => void
}

export const createFakeTiming = (): FakeTiming => {
  let now = 0
  let pending: { ms: number; resolve: () => void }[] = []
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    random: () => 0.5,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        waits.push(ms)
        pending.push({ ms: now + ms, resolve })
        signal?.addEventListener('abort', () => resolve())
      }),
    pass: (ms) => {
      now += ms
      const due = pending.filter((one) => one.ms <= now)
      pending = pending.filter((one) => one.ms > now)
      for (const one of due) one.resolve()
    },
  }
}

export const mailFor = (server: FakeServer, options: Partial<MailOptions> = {}): Mail =>
  createMail({
    session: { accountId: 'acc', csrf: 'token' },
    fetch: server.fetch,
    eventSource: server.eventSource,
    timing: createFakeTiming(),
    ...options,
  })

/** Lets everything that waits for nothing but promises and timers of 0 come to its end. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await act(() => new Promise((resolve) => setTimeout(resolve, 0)))
}

export const renderWithMail = async <T,>(mail: Mail, use: () => T): Promise<{ readonly current: () => T; readonly unmount: () => void }> => {
  const wrapper = ({ children }: { readonly children: ReactNode }) => <MailProvider mail={mail}>{children}</MailProvider>
  const { result, unmount } = renderHook(use, { wrapper })
  await settle()
  return { current: () => result.current, unmount }
}

