/** The time today, day and month this year, else the year as well. */
export const shortDate = (date: string, locale: string, now: Date): string => {
  const at = new Date(date)
  if (Number.isNaN(at.getTime())) return ''
  if (at.toDateString() === now.toDateString()) return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at)
  const year = at.getFullYear() === now.getFullYear() ? undefined : ('numeric' as const)
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...(year && { year }) }).format(at)
}

/** With weekday and time, for who wants to know exactly. */
export const exactDate = (date: string, locale: string): string => {
  const at = new Date(date)
  return Number.isNaN(at.getTime()) ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at)
}
