const closing: Readonly<Record<string, string>> = { '"': '"', '<': '>', '(': ')' }

/** One piece of a list, and what ended it. */
export interface Piece {
  readonly text: string
  readonly end: string
}

/** Cuts a list at commas, semicolons and line ends that stand outside of quotes, brackets and comments. */
export const splitList = (list: string): Piece[] => {
  const pieces: Piece[] = []
  let text = ''
  let open = ''
  // Whether a quote may open here: at the start, or after a blank.
  let fresh = true
  for (let at = 0; at < list.length; at += 1) {
    const sign = list.charAt(at)
    if (open === '"' && sign === '\\') {
      text += sign + list.charAt((at += 1))
    } else if (open !== '' && sign !== '\n') {
      if (sign === closing[open]) open = ''
      text += sign
    } else if (/[,;\n\r\t]/.test(sign)) {
      pieces.push({ text: text.trim(), end: sign })
      text = ''
      open = ''
      fresh = true
      continue
    } else {
      // An apostrophe-like quote in the middle of a word opens nothing.
      if (sign !== '"' || fresh) open = closing[sign] ? sign : ''
      text += sign
    }
    fresh = /\s/.test(sign)
  }
  pieces.push({ text: text.trim(), end: '' })
  return pieces.filter((piece) => piece.text !== '')
}
