const functions = new Set(['rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'calc', 'min', 'max', 'clamp'])

const longest = 400

/** Units of the viewport: the frame is as high as its content, so content of `100vh` grows for ever. */
const viewportUnit = /\d(?:[sld]?v(?:w|h|i|b|min|max))\b/i

/**
 * Whether a value, as the browser writes it back, only says how something looks. A value that
 * still holds an escape or a comment was not understood, and is refused.
 */
export const isSafeValue = (value: string): boolean => {
  if (value === '' || value.length > longest) return false
  // Strings stand in font names only; what is in them is not read.
  const bare = value.replace(/"[^"\\]*"|'[^'\\]*'/g, '')
  if (/[\\"'<>{};@!]|\/\*|\*\//.test(bare)) return false
  if (viewportUnit.test(bare)) return false
  for (const [, name] of bare.matchAll(/([\w-]*)\(/g)) if (!functions.has((name ?? '').toLowerCase())) return false
  return true
}
