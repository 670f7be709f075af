import type { EventMap, EventName } from './events.ts'

const kinds = {
  text: (value: unknown) => typeof value === 'string',
  'text or null': (value: unknown) => value === null || typeof value === 'string',
  texts: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
} as const

type Kind<Value> = Value extends readonly unknown[] ? 'texts' : null extends Value ? 'text or null' : 'text'

type Shapes = { readonly [Name in EventName]: { readonly [Field in keyof EventMap[Name]]: Kind<EventMap[Name][Field]> } }

/** What can be checked of an event at run time. Derived by type from the events, so that neither can drift. */
const eventShapes: Shapes = {
  'mail:changed': { accountId: 'text', types: 'texts' },
  'mail:sent': { emailId: 'text', submissionId: 'text or null' },
  'draft:saved': { key: 'text', emailId: 'text' },
  'draft:discarded': { key: 'text' },
  'preferences:changed': { changed: 'texts' },
  'remote:failed': { remote: 'text', release: 'text', code: 'text', reference: 'text' },
  'remote:mounted': { remote: 'text', release: 'text', module: 'text' },
  'session:ending': {},
  'session:ended': { reason: 'text' },
}

/**
 * Fields in which an event does not have the shape it promises; empty when it has. Of a kind that this
 * release does not know nothing is said: it is between those who do.
 */
export function wrongEventFields(name: string, detail: unknown): string[] {
  if (!Object.hasOwn(eventShapes, name)) return []
  const fields: Readonly<Record<string, unknown>> = typeof detail === 'object' && detail !== null ? { ...detail } : {}
  return Object.entries<keyof typeof kinds>(eventShapes[name as EventName])
    .filter(([field, kind]) => !kinds[kind](fields[field]))
    .map(([field]) => field)
}
