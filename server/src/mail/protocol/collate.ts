const collator = new Intl.Collator('en')

/** Compares two values of one property as RFC 8620 §5.5 wants it. */
export function collate(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}
