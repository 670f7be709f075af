export interface FoldedText {
  readonly text: string
  /** Index in the original of an index in the folded text. */
  readonly at: (index: number) => number
}

/** Text without case and accents, as search compares it, with the way back to the original. */
export function foldText(original: string): FoldedText {
  if (/^[\x00-\x7f]*$/.test(original)) return { text: original.toLowerCase(), at: (index) => index }
  const pieces: string[] = []
  const origins: number[] = []
  const known = new Map<string, string>()
  let position = 0
  for (const letter of original) {
    const folded = known.get(letter) ?? foldLetter(letter)
    known.set(letter, folded)
    for (let unit = 0; unit < folded.length; unit += 1) origins.push(position)
    pieces.push(folded)
    position += letter.length
  }
  return { text: pieces.join(''), at: (index) => origins[index] ?? original.length }
}

function foldLetter(letter: string): string {
  return letter
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}
