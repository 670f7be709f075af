import { unfold } from './header.ts'
import type { Message } from './message.ts'

interface ParsedDate {
  /** RFC 3339 with the sender's offset (RFC 8620 §1.4, Date). */
  readonly text: string
  /** Milliseconds since 1970. */
  readonly time: number
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Obsolete zones of RFC 5322 §4.3, in hours. Military ones mean nothing certain there: UTC. */
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  gmt: 0,
  utc: 0,
  z: 0,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
}

const pattern =
  /^\s*(?:[a-z]{3,9}\.?\s*,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]{0,6}\.?[\s,-]+(\d{2,4})[\s,]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\.\d{1,9})?\s*(am|pm)?\s*([+-]\d{2}:?\d{2}|[a-z]{1,5})?/i

/** A `date-time` (RFC 5322 §3.3, obsolete forms of §4.3 too); null when it is none. */
export function parseDate(raw: string): ParsedDate | null {
  const text = stripComments(unfold(raw)).slice(0, 200)
  const match = pattern.exec(text)
  if (!match) return null
  const [, day = '', month = '', year = '', hour = '', minute = '', second = '0', half, zone] = match
  const fields = {
    year: fullYear(year),
    month: months.findIndex((name) => name.toLowerCase() === month.toLowerCase()),
    day: Number(day),
    hour: fullHour(Number(hour), half),
    minute: Number(minute),
    second: Math.min(Number(second), 59),
  }
  if (fields.month < 0) return null
  const local = Date.UTC(fields.year, fields.month, fields.day, fields.hour, fields.minute, fields.second)
  const check = new Date(local)
  if (check.getUTCDate() !== fields.day || fields.hour > 23 || fields.minute > 59) return null
  const offset = offsetOf(zone)
  return { text: check.toISOString().slice(0, 19) + formatOffset(offset), time: local - offset * 60_000 }
}

function fullHour(hour: number, half: string | undefined): number {
  return half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
}

function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}

/** Minutes east of UTC. */
function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return 0
  const digits = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!digits) return (zones[zone.toLowerCase()] ?? 0) * 60
  const minutes = Number(digits[2]) * 60 + Number(digits[3])
  // Beyond a day it is no offset.
  if (minutes >= 24 * 60) return 0
  return digits[1] === '-' ? -minutes : minutes
}

function formatOffset(offset: number): string {
  if (offset === 0) return 'Z'
  const minutes = Math.abs(offset)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function stripComments(text: string): string {
  return text.includes('(') ? text.replace(/\([^()]*\)/g, ' ') : text
}

/** When a message says it was received last (RFC 8621 §4.8): the first Received field; null without one. */
export function receivedDate(message: Message): number | null {
  const received = message.structure.headers.find(([name]) => name.toLowerCase() === 'received')
  const date = received ? parseDate(received[1].slice(received[1].lastIndexOf(';') + 1)) : null
  return date && isPlausible(date.time) ? date.time : null
}

/** Mail has been there since 1971, and none was received in the future. */
function isPlausible(time: number): boolean {
  return time > Date.UTC(1971, 0) && time < Date.now() + 24 * 3600 * 1000
}

/** Milliseconds of an RFC 3339 date; null when it is none that JMAP allows (RFC 8620 §1.4). */
export function parseDateTime(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.exec(text)
  if (!match) return null
  const [, day = '', hour, minute, second = '', fraction = '', zone = ''] = match
  // A leap second is a second that programs do not know.
  const time = Date.parse(`${day}T${hour}:${minute}:${second === '60' ? '59' : second}${fraction.slice(0, 4)}${zone}`)
  return Number.isNaN(time) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day ? null : time
}

/** A UTCDate without fractions. */
export function formatUtcDate(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A JMAP Date as a `date-time` of RFC 5322 §3.3, in the zone that it was given in. */
export function renderDate(text: string): string {
  const [, sign = '+', hours = '00', minutes = '00'] = /([+-])(\d{2}):(\d{2})$/.exec(text) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const local = new Date((parseDateTime(text) ?? 0) + offset * 60_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':')
  const day = `${days[local.getUTCDay()]}, ${local.getUTCDate()} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()}`
  return `${day} ${time} ${sign}${hours}${minutes}`
}
