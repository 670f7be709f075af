/** Lines of one quote level that follow each other. */
export interface Block {
  /** 0 is the writer's own text. */
  readonly level: number
  readonly lines: readonly string[]
}

const deepest = 12

const measure = (line: string): { level: number; text: string } => {
  const marks = /^(?:> ?)+/.exec(line)?.[0] ?? ''
  const level = marks.split('>').length - 1
  return { level: Math.min(level, deepest), text: line.slice(marks.length) }
}

/** Plain text by quote level (`>`), RFC 3676 §4.5. */
export const quoteLevels = (text: string): Block[] => {
  const blocks: { level: number; lines: string[] }[] = []
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const { level, text: rest } = measure(line)
    const last = blocks.at(-1)
    if (last?.level === level) last.lines.push(rest)
    else blocks.push({ level, lines: [rest] })
  }
  return blocks
}

const isBlank = (block: Block): boolean => block.lines.every((line) => line.trim() === '')

/** First block of what the message repeats at its end; -1 when it ends with the writer's own words. */
export const trailingQuote = (blocks: readonly Block[]): number => {
  let first = -1
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    const block = blocks[index]
    if (!block) break
    if (block.level > 0) first = index
    else if (!isBlank(block)) break
  }
  const own = blocks.slice(0, Math.max(0, first)).some((block) => block.level === 0 && !isBlank(block))
  return own ? first : -1
}
