// What the values of filters mean: days, sizes, folders.
import type { Mailbox } from '@atrium/mail-contracts'

const datePattern = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/
const span = /^(\d{1,4})(d|w|m|y)$/

const midnight = (year: number, month: number, day: number): Date | null => {
  const date = new Date(year, month, day)
  // 2026-02-31 would quietly become a day of March.
  const real = date.getFullYear() === year && date.getMonth() === month && date.getDate() === day
  return real ? date : null
}

const back = (now: Date, count: number, unit: string): Date => {
  const [years, months, days] = { y: [count, 0, 0], m: [0, count, 0], w: [0, 0, count * 7], d: [0, 0, count] }[
    unit
  ] ?? [0, 0, 0]
  return new Date(now.getFullYear() - (years ?? 0), now.getMonth() - (months ?? 0), now.getDate() - (days ?? 0))
}

/**
 * The first moment of a day, month or year in the user's time zone: `2026-01-05`, `2026-01`,
 * `2026`, `today`, `yesterday`, or so long ago: `7d`, `2w`, `3m`, `1y`. Null when it is none.
 */
export const parseDate = (text: string, now: Date): Date | null => {
  const word = text.trim().toLowerCase()
  if (word === 'today') return back(now, 0, 'd')
  if (word === 'yesterday') return back(now, 1, 'd')
  const ago = span.exec(word)
  if (ago) return back(now, Number(ago[1]), ago[2] ?? 'd')
  const day = datePattern.exec(word)
  return day ? midnight(Number(day[1]), Number(day[2] ?? 1) - 1, Number(day[3] ?? 1)) : null
}

/** What `on:` means: from the start of a day, month or year to the start of the next. Null when it is none. */
export const dayRange = (text: string, now: Date): { readonly after: string; readonly before: string } | null => {
  const start = parseDate(text, now)
  if (!start) return null
  const [, , month, day] = datePattern.exec(text.trim()) ?? ['', '', '1', '1']
  const [year, ofYear, ofMonth] = [start.getFullYear(), start.getMonth(), start.getDate()]
  const wholeYear = month === undefined
  const wholeMonth = !wholeYear && day === undefined
  const end = wholeYear
    ? new Date(year + 1, 0, 1)
    : wholeMonth
      ? new Date(year, ofYear + 1, 1)
      : new Date(year, ofYear, ofMonth + 1)
  return { after: utc(start), before: utc(end) }
}

const sizePattern = /^(\d{1,9}(?:\.\d{1,3})?)(b|kb?|mb?|gb?)?$/i
const sizeUnits: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** Bytes: `500`, `20k`, `1.5M`, `2GB`. Null when it is none. */
export const parseSize = (text: string): number | null => {
  const [, amount, unit = 'b'] = sizePattern.exec(text.trim()) ?? []
  return amount === undefined ? null : Math.round(Number(amount) * (sizeUnits[unit.charAt(0).toLowerCase()] ?? 1))
}

/** As JMAP takes it: no fractions of a second (RFC 8620 §1.4). */
export const utc = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')

/** `2026-01-05`, in the user's time zone. */
export const isoDay = (date: Date): string =>
  [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-')

const names: Readonly<Record<string, string>> = {
  spam: 'junk',
  bin: 'trash',
  deleted: 'trash',
  draft: 'drafts',
  starred: 'flagged',
}

/**
 * Characters that are compared; sorting combining marks takes the square of their number. Beyond it: the rest is
 * ignored.
 */
const longest = 500

const fold = (text: string): string =>
  text
    .slice(0, longest)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()

/** The folder a user means: by its name, its role, or an unambiguous start of its name. */
export const findFolder = (mailboxes: readonly Mailbox[], wanted: string): Mailbox | undefined => {
  const word = fold(wanted)
  if (word === '') return undefined
  const named = mailboxes.find(({ name }) => fold(name) === word)
  if (named) return named
  const role = names[word] ?? word
  const forRole = mailboxes.find((mailbox) => mailbox.role === role)
  if (forRole) return forRole
  const starting = mailboxes.filter(({ name }) => fold(name).startsWith(word))
  return starting.length === 1 ? starting[0] : undefined
}
