import { AtriumError, developmentVersion } from '@atrium/protocol'
import { ownerOf } from '@atrium/telemetry'
import { workspace } from '@atrium/remote'
import { floodLimit, watchFloods, type Flood } from '@atrium/remote/host'
import type { SafeMode } from './safe-mode.ts'

export interface FloodStop {
  readonly safeMode: Pick<SafeMode, 'failed'>
  /** Whatever the page shows of a remote that is off now. */
  readonly takeAway: (remote: string) => void
  readonly blame: (release: { readonly name: string; readonly version: string }, error: AtriumError) => void
}

/** Not a remote's doing, or one whose author is looking at it. */
const isSpared = (name: string, version: string): boolean =>
  name === 'shell' || name === 'unknown' || version === developmentVersion

/**
 * The bus holds a flood back by itself; here its sender gets a name, read from the stack, and after
 * the third second of it the remote is taken out of the page, unless somebody's work is not stored yet.
 */
export function stopFloods({ safeMode, takeAway, blame }: FloodStop): () => void {
  return watchFloods(({ event, trace }: Flood) => {
    const { remote: name, release: version } = ownerOf(trace)
    const error = new AtriumError('EVENTS_FLOODED', {
      subject: `${name} sent ${event} more than ${floodLimit.events} times in a second`,
      remedy: 'Send what has changed once, when it has changed.',
      cause: trace,
    })
    blame({ name, version }, error)
    if (isSpared(name, version) || !safeMode.failed(`${name}/events`, error.code)) return
    if (workspace.getState().unsaved.length === 0) takeAway(name)
  })
}
