const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${locale}`
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

const sameDay = (one: Date, other: Date): boolean =>
  one.getFullYear() === other.getFullYear() && one.getMonth() === other.getMonth() && one.getDate() === other.getDate()

const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }

const valid = (date: string): Date | null => {
  const parsed = new Date(date)
  return Number.isNaN(parsed.getTime()) ? null : parsed
}

/** As a list has it: the time today, day and month this year, else the year as well. */
export function shortDate(date: string, locale: string, now: Date): string {
  const at = valid(date)
  if (!at) return ''
  if (sameDay(at, now)) return formatter(locale, 'time', time).format(at)
  if (at.getFullYear() === now.getFullYear()) return formatter(locale, 'day', day).format(at)
  return formatter(locale, 'year', { ...day, year: 'numeric' }).format(at)
}

/** As an open message has it: always with the time. */
export function messageDate(date: string, locale: string, now: Date): string {
  const at = valid(date)
  if (!at) return ''
  if (sameDay(at, now)) return formatter(locale, 'time', time).format(at)
  const thisYear = at.getFullYear() === now.getFullYear()
  const options = thisYear ? { ...day, ...time } : { ...day, ...time, year: 'numeric' as const }
  return formatter(locale, thisYear ? 'day-time' : 'year-time', options).format(at)
}

/** To the second, with weekday and zone. */
export function exactDate(date: string, locale: string): string {
  const at = valid(date)
  return at ? formatter(locale, 'exact', { dateStyle: 'full', timeStyle: 'long' }).format(at) : ''
}
