/** Added to the address of a download that is to be shown: `&preview=1`. */
export const previewFlag = 'preview'

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])
const texts = new Set(['text/plain', 'text/csv', 'text/markdown', 'text/x-patch', 'text/x-log', 'application/json'])

/**
 * As what a file of a mail may be shown, or null for one that can only be downloaded. Pictures as
 * they are; text as nothing but text, whatever it calls itself. SVG, HTML and PDF are programs.
 */
export function previewTypeOf(type: string): string | null {
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (pictures.has(plain)) return plain
  return texts.has(plain) ? 'text/plain' : null
}
