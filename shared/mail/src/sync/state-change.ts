import * as v from 'valibot'

/** RFC 8620 §7.1. */
const stateChangeSchema = v.object({
  '@type': v.literal('StateChange'),
  changed: v.record(v.string(), v.record(v.string(), v.string())),
})

/** New state by type for one account; null when the event says nothing that can be used. */
export const readStateChange = (data: unknown, accountId: string): Readonly<Record<string, string>> | null => {
  if (typeof data !== 'string') return null
  try {
    const parsed = v.safeParse(stateChangeSchema, JSON.parse(data))
    return parsed.success ? (parsed.output.changed[accountId] ?? null) : null
  } catch {
    return null
  }
}
