/** Keywords kept as bits of `email.flags`: the ones that lists, counters and filters ask for all the time. */
const bits: Readonly<Record<string, number>> = {
  $seen: 1,
  $draft: 2,
  $flagged: 4,
  $answered: 8,
  $forwarded: 16,
  $junk: 32,
  $notjunk: 64,
  $phishing: 128,
}

export const seenOrDraft = 3

/** The bit of a keyword in lower case; 0 when it has none. */
export function flagOf(keyword: string): number {
  return bits[keyword] ?? 0
}

export function toFlags(keywords: Iterable<string>): number {
  let flags = 0
  for (const keyword of keywords) flags |= flagOf(keyword)
  return flags
}

export function flagKeywords(flags: number): string[] {
  return Object.entries(bits).flatMap(([keyword, bit]) => ((flags & bit) === 0 ? [] : [keyword]))
}
