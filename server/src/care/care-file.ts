import { careSchema, type Care, type StoppedCanary } from '@atrium/contracts'
import type { Store } from '@atrium/store'
import * as v from 'valibot'

/** Where a store keeps what gateways have stopped. */
export const careFile = 'care.json'

/** @throws Error when the file is not what it should be. */
export const parseCare = (text: string): Care => v.parse(careSchema, JSON.parse(text))

/** Adds one to what is stopped. Others may add or forget at the same time; nothing of theirs is lost. */
export async function writeStopped(store: Store, canary: StoppedCanary): Promise<void> {
  for (;;) {
    const found = await store.read(careFile)
    const { stopped } = found ? parseCare(found.bytes.toString()) : { stopped: [] }
    const others = stopped.filter(({ remote, version }) => remote !== canary.remote || version !== canary.version)
    const text = `${JSON.stringify({ stopped: [...others, canary] }, null, 2)}\n`
    if (await store.replace(careFile, Buffer.from(text), found?.tag ?? null)) return
  }
}
