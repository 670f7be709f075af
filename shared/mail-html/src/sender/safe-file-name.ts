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

/**
 * A file name a stranger chose, as one that can be shown and saved: no folders, no hidden
 * characters (`exe.fdp` turned around reads as `pdf.exe`), nothing a system gives a meaning to.
 * @param fallback Without anything usable left. Default: `attachment`.
 */
export const safeFileName = (name: string | null, fallback = 'attachment'): string => {
  const last = plainText(name ?? '').split(/[/\\]/).at(-1) ?? ''
  const plain = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  if (plain === '') return fallback
  return shorten(devices.test(plain) ? `_${plain}` : plain)
}
