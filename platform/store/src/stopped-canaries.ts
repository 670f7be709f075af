import { AtriumError, type Care, type StoppedCanary } from '@atrium/protocol'
import { parseStored } from './parse-stored.ts'
import type { Store } from './store.ts'
import { storeLayout } from './store-layout.ts'

interface ReadCare extends Care {
  readonly tag: string | null
}

const damaged = ({ location }: Store, cause: unknown) =>
  new AtriumError('STORE_REFUSED', {
    subject: `${location}: ${storeLayout.care} cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
    remedy: 'It was left as it is: correct it, or remove it when nothing in it is to be kept.',
    cause,
  })

async function readCare(store: Store): Promise<ReadCare> {
  const file = await store.read(storeLayout.care)
  if (!file) return { stopped: [], tag: null }
  try {
    return { ...parseStored('care', file.bytes.toString()), tag: file.tag }
  } catch (error) {
    throw damaged(store, error)
  }
}

/** Others may change the list at the same time; nothing of theirs is lost. */
async function changeCare(store: Store, change: (stopped: StoppedCanary[]) => StoppedCanary[]): Promise<void> {
  for (;;) {
    const { stopped, tag } = await readCare(store)
    const changed = change(stopped)
    if (changed.length === stopped.length && changed.every((each) => stopped.includes(each))) return
    if (await store.replace(storeLayout.care, Buffer.from(`${JSON.stringify({ stopped: changed }, null, 2)}\n`), tag)) return
  }
}

/**
 * Canaries that a gateway has stopped because of what browsers reported.
 *
 * @throws AtriumError STORE_REFUSED when the list cannot be read.
 */
export const stoppedCanaries = async (store: Store): Promise<readonly StoppedCanary[]> => (await readCare(store)).stopped

/**
 * Adds one to what is stopped; it is there once.
 *
 * @throws AtriumError STORE_REFUSED when the list cannot be read; then it is as it was.
 */
export const addStopped = (store: Store, canary: StoppedCanary): Promise<void> =>
  changeCare(store, (stopped) => [...stopped.filter(({ remote, version }) => remote !== canary.remote || version !== canary.version), canary])

/**
 * Forgets what was stopped of a remote: another release of it has the word.
 *
 * @throws AtriumError STORE_REFUSED when the list cannot be read; then it is as it was.
 */
export const forgetStopped = (store: Store, name: string): Promise<void> =>
  changeCare(store, (stopped) => stopped.filter(({ remote }) => remote !== name))
