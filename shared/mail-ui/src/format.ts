import { useEffect, useState } from 'react'

const formatters = new Map<string, Intl.DateTimeFormat>()

/** One formatter for each language and use: making one takes longer than using it a hundred times. */
function formatter(locale: string, use: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${use} ${locale}`
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }

const parse = (date: string): Date | null => {
  const parsed = new Date(date)
  return Number.isNaN(parsed.getTime()) ? null : parsed
}

const isSameDay = (one: Date, other: Date): boolean =>
  one.getFullYear() === other.getFullYear() && one.getMonth() === other.getMonth() && one.getDate() === other.getDate()

/**
 * A date in a list: the time today, day and month this year, otherwise the year as well.
 * @param date - ISO 8601. An invalid one gives ''.
 * @param locale - BCP 47.
 */
export function shortDate(date: string, locale: string, now: Date): string {
  const at = parse(date)
  if (!at) return ''
  if (isSameDay(at, now)) return formatter(locale, 'time', time).format(at)
  if (at.getFullYear() === now.getFullYear()) return formatter(locale, 'day', day).format(at)
  return formatter(locale, 'year', { ...day, year: 'numeric' }).format(at)
}

/**
 * A date of an open message: as in a list, and always with the time.
 * @param date - ISO 8601. An invalid one gives ''.
 */
export function messageDate(date: string, locale: string, now: Date): string {
  const at = parse(date)
  if (!at) return ''
  if (isSameDay(at, now)) return formatter(locale, 'time', time).format(at)
  const thisYear = at.getFullYear() === now.getFullYear()
  const options = thisYear ? { ...day, ...time } : { ...day, ...time, year: 'numeric' as const }
  return formatter(locale, thisYear ? 'day-time' : 'year-time', options).format(at)
}

/**
 * A date to the second, with weekday and time zone, for a tooltip.
 * @param date - ISO 8601. An invalid one gives ''.
 */
export function exactDate(date: string, locale: string): string {
  const at = parse(date)
  return at ? formatter(locale, 'exact', { dateStyle: 'full', timeStyle: 'long' }).format(at) : ''
}

const untilMidnight = (now: Date): number =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime() - now.getTime()

/** The current date. Changes at midnight, when what was shown as a time becomes a day. */
export function useToday(): Date {
  const [today, setToday] = useState(() => new Date())
  useEffect(() => {
    const timer = setTimeout(() => setToday(new Date()), untilMidnight(today) + 1000)
    return () => clearTimeout(timer)
  }, [today])
  return today
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/**
 * The size of a file, in steps of 1000 as Gmail and file managers count: 4,300,000 bytes are `4.3 MB`.
 * @param bytes - A value below zero counts as zero.
 * @param locale - BCP 47.
 */
export function formatFileSize(bytes: number, locale: string): string {
  const format = (power: number): string => {
    const value = Math.max(0, bytes) / 1000 ** power
    return new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: units[power] ?? 'byte',
      unitDisplay: power === 0 ? 'long' : 'short',
      maximumFractionDigits: value < 9.95 && power > 0 ? 1 : 0,
    }).format(value)
  }
  let power = 0
  // 999,999 bytes are 1 MB, not 1,000 kB.
  while (power < units.length - 1 && Math.round(bytes / 1000 ** power) >= 1000) power += 1
  return format(power)
}
