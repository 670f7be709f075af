/**
 * Undoes `format=flowed` (RFC 3676): lines that end in a blank are joined with what follows, in quotes of any depth
 * too. Quotes keep their signs, with one blank behind them; a line of the writer's own that begins with a sign keeps the
 * blank before it, so that it is not taken for a quote.
 *
 * @param text Lines end with LF.
 * @param contentType The Content-Type field; text that is not `format=flowed` by it is returned as it is.
 */
export function unflowText(text: string, contentType: string | null): string {
  const type = (contentType ?? '').slice(0, 1000)
  if (!/;\s*format\s*=\s*"?flowed\b/i.test(type)) return text
  const deletesSpace = /;\s*delsp\s*=\s*"?yes\b/i.test(type)
  const paragraphs: string[] = []
  let open: { readonly depth: number; readonly parts: string[] } | null = null
  const close = (): void => {
    if (open) paragraphs.push(writtenOut(open.depth, open.parts.join('')))
    open = null
  }
  for (const line of text.split('\n')) {
    const { depth, content } = readLine(line)
    // RFC 3676 §4.3: the line before a signature is never part of a paragraph.
    const isSignature = content === '-- '
    // §4.5: a change of depth ends a paragraph, whatever its last line says.
    if (open && (open.depth !== depth || isSignature)) close()
    const flows = content.endsWith(' ') && !isSignature
    open ??= { depth, parts: [] }
    open.parts.push(flows && deletesSpace ? content.slice(0, -1) : content)
    if (!flows) close()
  }
  close()
  return paragraphs.join('\n')
}

function readLine(line: string): { depth: number; content: string } {
  let depth = 0
  while (line.charAt(depth) === '>') depth += 1
  // §4.4: one blank is there only to keep what follows from being taken for something else.
  const stuffed = line.charAt(depth) === ' ' ? 1 : 0
  return { depth, content: line.slice(depth + stuffed) }
}

function writtenOut(depth: number, content: string): string {
  if (depth > 0) return content === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${content}`
  return content.startsWith('>') ? ` ${content}` : content
}
