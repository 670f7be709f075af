import { unfold } from './header.ts'
import type { Message } from './message.ts'

interface ParsedDate {
  /** RFC 3339 with the sender's offset (RFC 8620 §1.4, Date). */
  readonly text: string
  /** Milliseconds since 1970. */
  readonly time: number
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Beginnings of month names that programs write in the language of their machine, without accents. */
const monthNames: ReadonlyMap<string, number> = new Map(
  [
    'jan ene gen sty led',
    'feb fev lut unor',
    'mar mrt brez maar',
    'apr abr avr kwi dub',
    'may mai mei mag maj kve',
    'jun juin giu cze cerven',
    'jul juil lug lip',
    'aug ago aou sie srp',
    'sep set wrz zari',
    'oct okt out ott paz rij',
    'nov lis',
    'dec dez dic des gru pros',
  ].flatMap((names, month) => names.split(' ').map((name): [string, number] => [name, month])),
)

/** Zones by name, in hours: those of RFC 5322 §4.3 and common ones beside. Military ones mean nothing certain: UTC. */
const zones: Readonly<Record<string, number>> = {
  ...{ ut: 0, gmt: 0, utc: 0, z: 0, wet: 0, west: 1, bst: 1, cet: 1, met: 1, mez: 1, cest: 2, mest: 2, mesz: 2 },
  ...{ eet: 2, sast: 2, eest: 3, msk: 3, pkt: 5, ist: 5.5, hkt: 8, sgt: 8, awst: 8, jst: 9, kst: 9 },
  ...{ acst: 9.5, acdt: 10.5, aest: 10, aedt: 11, nzst: 12, nzdt: 13 },
  ...{ nst: -3.5, ast: -4, adt: -3, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
  ...{ akst: -9, akdt: -8, hst: -10, brt: -3, art: -3 },
}

interface DayFields {
  readonly year: number
  readonly month: number
  readonly day: number
  /** What stands beside the day: time and zone. */
  readonly rest: string
}

/**
 * A `date-time` (RFC 5322 §3.3, obsolete forms of §4.3), and what programs write in its place: ISO 8601, the form of C
 * (`Mon Jan  5 10:00:00 2026`), month first, names of months in other languages, `GMT+0100`, quotes, dots for colons,
 * 24:00. null when it is none.
 */
export function parseDate(raw: string): ParsedDate | null {
  const text = stripComments(unfold(raw).slice(0, 400))
    .replace(/["']/g, ' ')
    .slice(0, 200)
    .replace(/\s*:\s*/g, ':')
  const fields = readDay(text)
  if (!fields) return null
  const { year, month, day, rest } = fields
  const clock = readClock(rest)
  if (!clock) return null
  const midnight = Date.UTC(year, month, day)
  if (new Date(midnight).getUTCDate() !== day || month < 0 || month > 11) return null
  const local = midnight + clock.seconds * 1000
  const offset = offsetOf(clock.zone)
  return { text: new Date(local).toISOString().slice(0, 19) + formatOffset(offset), time: local - offset * 60_000 }
}

function readDay(text: string): DayFields | null {
  const iso = /^\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)[T,\s]*(.*)$/s.exec(text)
  if (iso) {
    const [, year = '', , month = '', day = '', rest = ''] = iso
    return { year: Number(year), month: Number(month) - 1, day: Number(day), rest }
  }
  const numeric = /^\D{0,20}(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)[,\s]*(.*)$/s.exec(text)
  if (numeric) {
    const [, day = '', month = '', year = '', rest = ''] = numeric
    return { year: Number(year), month: Number(month) - 1, day: Number(day), rest }
  }
  const dayFirst =
    /(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s-]+(?:de\s+)?(\p{L}{3,12})\.?[\s,-]+(?:de\s+)?(\d{2,4})(?![\d:])(.*)$/su.exec(
      text,
    )
  if (dayFirst) {
    const [, day = '', name = '', year = '', rest = ''] = dayFirst
    const month = monthOf(name)
    if (month >= 0) return { year: fullYear(year), month, day: Number(day), rest }
  }
  const monthFirst = /(?<!\p{L})(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![\d:])[,\s]+(.*)$/su.exec(text)
  const month = monthOf(monthFirst?.[1] ?? '')
  const after = monthFirst?.[3] ?? ''
  const year = /(?<![+\-\d:.])\d{4}(?![\d:])/.exec(after)
  if (month < 0 || !year) return null
  const rest = after.slice(0, year.index) + after.slice(year.index + 4)
  return { year: Number(year[0]), month, day: Number(monthFirst?.[2]), rest }
}

/** 0 to 11; -1 for what is no month. */
function monthOf(name: string): number {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  for (const length of [6, 4, 3]) {
    const found = monthNames.get(plain.slice(0, length))
    if (found !== undefined && plain.length >= length) return found
  }
  return -1
}

/** Seconds since midnight and the zone as written; midnight where no time is given. null when it is no time of a day. */
function readClock(text: string): { seconds: number; zone: string } | null {
  const match = /(\d{1,2})[:.h](\d{1,2})(?:[:.](\d{1,2}))?(?:[.,]\d{1,9})?\s*([ap]\.?m\b\.?)?/i.exec(text)
  if (!match) return { seconds: 0, zone: text }
  const [whole, hour = '', minute = '', second = '0', half] = match
  const hours = fullHour(Number(hour), half)
  // The day ends at 24:00, which is where the next begins.
  const isEnd = hours === 24 && Number(minute) === 0 && Number(second) === 0
  if ((hours > 23 && !isEnd) || Number(minute) > 59) return null
  const seconds = hours * 3600 + Number(minute) * 60 + Math.min(Number(second), 59)
  return { seconds, zone: text.slice(match.index + whole.length) }
}

function fullHour(hour: number, half: string | undefined): number {
  return half === undefined ? hour : (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0)
}

function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}

/** Minutes east of UTC. */
function offsetOf(zone: string): number {
  const digits = /^[\s,]*(?:gmt|utc|ut|z)?\s*([+\-\u2212])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)/i.exec(zone)
  if (digits) {
    const minutes = Number(digits[2]) * 60 + Number(digits[3] ?? 0)
    // Beyond a day it is no offset.
    if (minutes >= 24 * 60) return 0
    return digits[1] === '+' ? minutes : -minutes
  }
  const [, name = ''] = /^[\s,]*([a-z]{1,5})(?![a-z])/i.exec(zone) ?? []
  return (zones[name.toLowerCase()] ?? 0) * 60
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
