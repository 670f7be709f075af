import { careSchema, type Care } from '@atrium/contracts'
import type { Store } from '@atrium/store'
import * as v from 'valibot'

const file = 'care.json'

export type Stopped = Care['stopped'][number]

async function readCare(store: Store): Promise<{ readonly stopped: readonly Stopped[]; readonly tag: string | null }> {
  const stored = await store.read(file)
  const parsed = stored && v.safeParse(careSchema, JSON.parse(stored.bytes.toString()))
  return { stopped: parsed?.success ? parsed.output.stopped : [], tag: stored?.tag ?? null }
}

/** Canaries that a gateway has stopped because of what browsers reported. */
export const stoppedCanaries = async (store: Store): Promise<readonly Stopped[]> => (await readCare(store)).stopped

/** Forgets what was stopped of a remote: another release of it has the word. */
export async function forgetStopped(store: Store, name: string): Promise<void> {
  for (;;) {
    const { stopped, tag } = await readCare(store)
    const left = stopped.filter(({ remote }) => remote !== name)
    if (left.length === stopped.length) return
    if (await store.replace(file, Buffer.from(`${JSON.stringify({ stopped: left })}\n`), tag)) return
  }
}
