import type { Channels } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { versionsIn } from './channels.ts'
import { readRelease } from './stored-release.ts'
import { resign } from './upload.ts'

/** Signs a piece's releases again, for a team that has another key by now. */
export async function resignReleases(store: Store, name: string, channels: Channels): Promise<void> {
  for (const version of versionsIn(channels)) await resign(store, await readRelease(store, name, version))
}
