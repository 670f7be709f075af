import { beginning, limits, trimWhere } from './policy.ts'

/**
 * Characters that show nothing and change how others show: controls and format characters
 * (bidirectional overrides, zero-width ones, tags) and letters without a shape. Line ends and tabs
 * are space; the two joiners are spelling in Persian, in India and in emoji.
 */
const hidden =
  /(?!\u200c|\u200d|[\t\n\r\u0600-\u0605\u06dd\u070f\u08e2])[\p{Cc}\p{Cf}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180d]|\u180f|\u3164|\uffa0/gu

const firstStrongIsolate = '\u2068'
const popIsolate = '\u2069'

/** Whether the text holds characters that hide something. */
export const hasHidden = (text: string): boolean => text.search(hidden) !== -1

/** The text without characters that hide something, in one line. */
export const plainText = (text: string): string => text.replace(hidden, '').replace(/\s+/g, ' ').trim()

/**
 * A stranger's text (name, subject, file name, preview) for display: in one line, without hidden
 * characters, and isolated, so that its direction cannot turn around what stands beside it.
 */
export function displayText(text: string): string {
  const plain = plainText(text)
  return plain === '' ? '' : `${firstStrongIsolate}${plain}${popIsolate}`
}

/** Characters of a file name that are shown. Beyond it: it is cut before its ending. */
const longest = 120
/** Names that mean a device to Windows. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

function shorten(name: string): string {
  if (name.length <= longest) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  return `${[...name.slice(0, longest - ending.length)].join('').trimEnd()}${ending}`
}

/** What stands behind the last folder. Of a very long name the beginning and the ending. */
function afterFolders(name: string): string {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  return last.length <= limits.name ? last : beginning(last, limits.name / 2) + last.slice(-limits.name / 2)
}

const isDotOrSpace = (code: number): boolean => code === 0x2e || code === 0x20

/**
 * A file name a stranger chose, as one that can be shown and saved: no folders, no hidden
 * characters (`exe.fdp` turned around reads as `pdf.exe`), nothing a system gives a meaning to.
 * @param fallback Without anything usable left. Default: `attachment`.
 */
export function safeFileName(name: string | null, fallback = 'attachment'): string {
  const last = afterFolders(name ?? '')
  const plain = trimWhere(plainText(last).replace(/[<>:"|?*]/g, '_'), isDotOrSpace)
  if (plain === '') return fallback
  return shorten(devices.test(plain) ? `_${plain}` : plain)
}
