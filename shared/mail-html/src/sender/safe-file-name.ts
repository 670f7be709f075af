import { beginning, limits, trimWhere } from '../limits.ts'
import { plainText } from './display-text.ts'

const longest = 120
/** Names that mean a device to Windows. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

const shorten = (name: string): string => {
  if (name.length <= longest) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  return `${[...name.slice(0, longest - ending.length)].join('').trimEnd()}${ending}`
}

/** What stands behind the last folder. Of a very long name the beginning and the ending. */
const afterFolders = (name: string): string => {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  return last.length <= limits.name ? last : beginning(last, limits.name / 2) + last.slice(-limits.name / 2)
}

const isDotOrSpace = (code: number): boolean => code === 0x2e || code === 0x20

/**
 * A file name a stranger chose, as one that can be shown and saved: no folders, no hidden
 * characters (`exe.fdp` turned around reads as `pdf.exe`), nothing a system gives a meaning to.
 * @param fallback Without anything usable left. Default: `attachment`.
 */
export const safeFileName = (name: string | null, fallback = 'attachment'): string => {
  const last = afterFolders(name ?? '')
  const plain = trimWhere(plainText(last).replace(/[<>:"|?*]/g, '_'), isDotOrSpace)
  if (plain === '') return fallback
  return shorten(devices.test(plain) ? `_${plain}` : plain)
}
