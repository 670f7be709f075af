const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, ordered(each)]))
}

/**
 * The one text of a JSON value that is hashed and signed: no spaces, keys in the order of their code
 * units, `undefined` left out (RFC 8785 for the values our schemas allow).
 */
export const canonical = (value: unknown): string => JSON.stringify(ordered(value))
