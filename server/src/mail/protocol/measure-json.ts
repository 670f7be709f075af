export interface JsonMeasure {
  /** Strings, numbers, arrays, objects, … and the names in objects. */
  readonly values: number
  /** UTF-16 units of the JSON, without escapes. */
  readonly size: number
}

export interface JsonBounds extends JsonMeasure {
  readonly depth: number
}

/**
 * Counts what a value would be as JSON, what is used in several places as often as it is used; null when it is
 * more than `bounds`. Walks no further than they allow, and without recursion.
 */
export function measureJson(root: unknown, bounds: JsonBounds): JsonMeasure | null {
  let values = 0
  let size = 0
  const open: { readonly items: readonly unknown[]; at: number }[] = [{ items: [root], at: 0 }]
  for (let top = open.at(-1); top; top = open.at(-1)) {
    if (top.at >= top.items.length) {
      open.pop()
      continue
    }
    const value = top.items[top.at]
    top.at += 1
    values += 1
    size += sizeOf(value)
    if (values > bounds.values || size > bounds.size) return null
    if (typeof value !== 'object' || value === null) continue
    if (open.length > bounds.depth) return null
    if (Array.isArray(value)) {
      open.push({ items: value, at: 0 })
      continue
    }
    for (const name of Object.keys(value)) {
      values += 1
      size += name.length + 3
    }
    open.push({ items: Object.values(value), at: 0 })
  }
  return values > bounds.values || size > bounds.size ? null : { values, size }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (typeof value === 'number') return 8
  return 5
}
