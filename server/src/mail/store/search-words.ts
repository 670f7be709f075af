// Scripts written without spaces: words cannot be cut by their letters.
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu

/**
 * Text as the index takes it: runs of unspaced scripts as overlapping pairs of letters (and each last
 * letter alone), so that a word of any length is found, one of two letters too, which trigrams cannot.
 */
export function searchWords(text: string): string {
  return text.replace(unspaced, (run) => {
    const letters = [...run.normalize('NFKC')]
    return ` ${letters.map((letter, at) => letter + (letters[at + 1] ?? '')).join(' ')} `
  })
}

/** A word to look for as an FTS5 phrase; null when it holds nothing to look for. */
export function searchPhrase(words: string, prefix: boolean): string | null {
  const pairs = words.replace(unspaced, (run) => {
    const letters = [...run.normalize('NFKC')]
    return ` ${
      letters.length === 1
        ? run
        : letters
            .slice(0, -1)
            .map((letter, at) => letter + (letters[at + 1] ?? ''))
            .join(' ')
    } `
  })
  if (!/[\p{L}\p{N}\p{Co}]/u.test(pairs)) return null
  // A single letter of these scripts is the start of a pair.
  const open =
    prefix ||
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\s*$/u.test(
      pairs,
    )
  return `"${pairs.replaceAll('"', ' ').trim()}"${open ? '*' : ''}`
}
