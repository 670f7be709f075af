/*
 * What search takes for the same: one folding, which the index, the query and the marks of a snippet share. A change
 * here is a change of `parserVersion`, so that what is indexed is folded again.
 */

/**
 * Letters that differ from others by more than an accent, as people type them who do not have the key (Unicode has no
 * decomposition for them); and spellings of Arabic letters that writers do not keep apart.
 */
const alike: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ŋ: 'n', ı: 'i', ȷ: 'j', ƒ: 'f', ɨ: 'i', ʉ: 'u' }),
  ...Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ĸ: 'k', ŀ: 'l', ʼ: "'", ς: 'σ', ґ: 'г', ђ: 'д', ћ: 'т' }),
  ...Object.entries({ ٱ: 'ا', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ۀ: 'ه', ہ: 'ه', ھ: 'ه' }),
])

/** Accents, points and vowels that stand above or below a letter. Marks of Indic scripts are letters of their own. */
const accents =
  /[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Syriac}]]--[\u3099\u309a]]+/gv

/** What is not seen: soft hyphens, zero width, direction marks, fillers; and the line that stretches Arabic words. */
const invisible = /[\p{Cf}\u0640\u115f\u1160\u3164]+/gu

/** A letter with what belongs to it: marks, the half-width voicing marks of Japanese, the parts of a Korean syllable. */
const cluster =
  /[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]?[\u11a8-\u11ff\ud7cb-\ud7fb]?|.[\p{M}\uff9e\uff9f]{0,8}/gsu

const beyondAscii =
  /[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]?[\u11a8-\u11ff\ud7cb-\ud7fb]?|[^\x00-\x7f][\p{M}\uff9e\uff9f]{0,8}/gu

function foldCluster(letters: string): string {
  const plain = letters
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .replace(invisible, '')
    .normalize('NFC')
    .toLowerCase()
  return Array.from(plain, (letter) => alike.get(letter) ?? digitOf(letter) ?? letter).join('')
}

/** A digit of another script as one of ours. */
function digitOf(letter: string): string | undefined {
  if (letter <= '\x7f' || !/^\p{Nd}$/u.test(letter)) return undefined
  // Decimal digits come ten in a row, from zero on.
  const code = letter.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String(code - zero)
}

/** Clusters that were folded before; the letters of a language are few. */
const known = new Map<string, string>()

/** Clusters of letters that are remembered. Beyond it: new ones are folded each time. */
const maxKnown = 20_000

function folded(letters: string): string {
  const before = known.get(letters)
  if (before !== undefined) return before
  const plain = foldCluster(letters)
  if (known.size < maxKnown) known.set(letters, plain)
  return plain
}

/** Text without what search does not tell apart: case, accents, width, ligatures, what is invisible. */
export function foldText(text: string): string {
  return text.replace(beyondAscii, folded).toLowerCase()
}

export interface FoldedText {
  readonly text: string
  /** Where the letter in the original begins that a place of the folded text comes from. */
  readonly start: (index: number) => number
  /** Where it ends, with its marks. */
  readonly end: (index: number) => number
}

/** The same with the way back to the original. */
export function foldWithOrigins(original: string): FoldedText {
  if (/^[\x00-\x7f]*$/.test(original))
    return { text: original.toLowerCase(), start: (index) => index, end: (index) => index + 1 }
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let position = 0
  for (const [letters] of original.matchAll(cluster)) {
    const plain = folded(letters)
    for (let unit = 0; unit < plain.length; unit += 1) {
      starts.push(position)
      ends.push(position + letters.length)
    }
    parts.push(plain)
    position += letters.length
  }
  return {
    text: parts.join(''),
    start: (index) => starts[index] ?? original.length,
    end: (index) => ends[index] ?? original.length,
  }
}

/** A text to look for, folded. */
export interface SearchForm {
  readonly text: string
  /** Only whole words are meant: it is a guess, of which a beginning would find too much. */
  readonly whole: boolean
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' }

/**
 * How a word that is typed may stand in a message: as it is; `März` as `Maerz` and `Maerz` as `März`, which is how
 * German and the Nordic languages spell it without the key.
 */
export function searchForms(typed: string): SearchForm[] {
  const own = foldText(typed)
  const spelled = foldText(
    typed
      .normalize('NFC')
      .toLowerCase()
      .replace(/[äöüøå]/g, (letter) => umlauts[letter] ?? letter),
  )
  // Behind another vowel or a q it is no umlaut: neue, queue.
  const short = own.replace(
    /(?<![aeoq])([aou])e|(a)a/g,
    (_, letter: string | undefined, double: string | undefined) => letter ?? double ?? '',
  )
  return [
    { text: own, whole: false },
    ...(spelled === own ? [] : [{ text: spelled, whole: false }]),
    ...(short === own || short === spelled ? [] : [{ text: short, whole: true }]),
  ]
}
