const pattern = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/
const span = /^(\d{1,4})(d|w|m|y)$/

const midnight = (year: number, month: number, day: number): Date | null => {
  const date = new Date(year, month, day)
  // 2026-02-31 would quietly become a day of March.
  const real = date.getFullYear() === year && date.getMonth() === month && date.getDate() === day
  return real ? date : null
}

const back = (now: Date, count: number, unit: string): Date => {
  const [years, months, days] = { y: [count, 0, 0], m: [0, count, 0], w: [0, 0, count * 7], d: [0, 0, count] }[unit] ?? [0, 0, 0]
  return new Date(now.getFullYear() - (years ?? 0), now.getMonth() - (months ?? 0), now.getDate() - (days ?? 0))
}

/**
 * The first moment of a day, month or year in the person's time zone: `2026-01-05`, `2026-01`,
 * `2026`, `today`, `yesterday`, or so long ago: `7d`, `2w`, `3m`, `1y`. Null when it is none.
 */
export const parseDate = (text: string, now: Date): Date | null => {
  const word = text.trim().toLowerCase()
  if (word === 'today') return back(now, 0, 'd')
  if (word === 'yesterday') return back(now, 1, 'd')
  const ago = span.exec(word)
  if (ago) return back(now, Number(ago[1]), ago[2] ?? 'd')
  const day = pattern.exec(word)
  return day ? midnight(Number(day[1]), Number(day[2] ?? 1) - 1, Number(day[3] ?? 1)) : null
}

/** As JMAP takes it: no fractions of a second (RFC 8620 §1.4). */
export const utc = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')

/** `2026-01-05`, of the person's own day. */
export const isoDay = (date: Date): string =>
  [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-')
