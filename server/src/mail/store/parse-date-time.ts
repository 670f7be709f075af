/** Milliseconds of an RFC 3339 date; null when it is none that JMAP allows (RFC 8620 §1.4). */
export function parseDateTime(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.exec(text)
  if (!match) return null
  const [, day = '', hour, minute, second = '', fraction = '', zone = ''] = match
  // A leap second is a second that programs do not know.
  const time = Date.parse(`${day}T${hour}:${minute}:${second === '60' ? '59' : second}${fraction.slice(0, 4)}${zone}`)
  return Number.isNaN(time) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day ? null : time
}

/** A UTCDate without fractions. */
export function formatUtcDate(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
