import { AtriumError, type StoppedCanaries, type StoppedCanary } from '@atrium/protocol'
import { parseStored, storeLayout, type Store } from './store.ts'

interface StoredList extends StoppedCanaries {
  readonly tag: string | null
}

async function readList(store: Store): Promise<StoredList> {
  const file = await store.read(storeLayout.stoppedCanaries)
  if (!file) return { stopped: [], tag: null }
  try {
    return { ...parseStored('stoppedCanaries', file.bytes.toString()), tag: file.tag }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AtriumError('STORE_REFUSED', {
      subject: `${store.location}: ${storeLayout.stoppedCanaries} cannot be read (${reason})`,
      remedy: 'It was not changed. Correct it, or remove it if no canary has to stay stopped.',
      cause: error,
    })
  }
}

/** Other processes may change the list at the same time; none of their changes is lost. */
async function changeList(store: Store, change: (stopped: StoppedCanary[]) => StoppedCanary[]): Promise<void> {
  for (;;) {
    const { stopped, tag } = await readList(store)
    const changed = change(stopped)
    if (changed.length === stopped.length && changed.every((each) => stopped.includes(each))) return
    const text = `${JSON.stringify({ stopped: changed }, null, 2)}\n`
    if (await store.replace(storeLayout.stoppedCanaries, Buffer.from(text), tag)) return
  }
}

/**
 * Canaries that a gateway has stopped because of what browsers reported.
 *
 * @throws AtriumError STORE_REFUSED when the list cannot be read.
 */
export const readStoppedCanaries = async (store: Store): Promise<readonly StoppedCanary[]> =>
  (await readList(store)).stopped

/**
 * Adds a canary to the stopped ones. One that is already there is replaced.
 *
 * @throws AtriumError STORE_REFUSED when the list cannot be read; then it is unchanged.
 */
export const addStoppedCanary = (store: Store, canary: StoppedCanary): Promise<void> =>
  changeList(store, (stopped) => {
    const others = stopped.filter(({ remote, version }) => remote !== canary.remote || version !== canary.version)
    return [...others, canary]
  })

/**
 * Removes all stopped canaries of a remote, when another release of it starts.
 *
 * @throws AtriumError STORE_REFUSED when the list cannot be read; then it is unchanged.
 */
export const clearStoppedCanaries = (store: Store, name: string): Promise<void> =>
  changeList(store, (stopped) => stopped.filter(({ remote }) => remote !== name))
