import type { EventName } from '@atrium/remote'

/** Complete by type: an event that is added to the contracts must be added here. */
const every: Readonly<Partial<Record<EventName, true>>> = {
  'mail:changed': true,
  'mail:sent': true,
  'draft:saved': true,
  'draft:discarded': true,
  'preferences:changed': true,
  'remote:failed': true,
  'remote:mounted': true,
  'session:ending': true,
  'session:ended': true,
}

export const eventNames = Object.keys(every) as EventName[]
