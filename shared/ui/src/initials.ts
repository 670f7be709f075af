const segmenter = new Intl.Segmenter()

/** Characters of a name or an address that are looked at, and of one letter with its marks. */
const longest = { name: 200, letter: 16 }

const firstOf = (word: string): string => {
  for (const { segment } of segmenter.segment(word.slice(0, longest.letter))) return segment.toLocaleUpperCase()
  return ''
}

/** At most two letters for a person: of the first and the last name, else of the address. */
export function initials(name: string | undefined, address: string): string {
  const words = (name ?? '')
    .slice(0, longest.name)
    .replace(/\([^()]*\)|"/g, ' ')
    .split(/[\s,]+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  if (first === undefined) return firstOf(address.slice(0, longest.name).replace(/^[^\p{L}\p{N}]+/u, '')) || '?'
  return firstOf(first) + (last === undefined ? '' : firstOf(last))
}

/** A hue, 0 to 345 in steps of 15 degrees, that stays with an address: FNV-1a of its lower case. */
export function hueOf(address: string): number {
  let hash = 0x811c9dc5
  for (const character of address.slice(0, longest.name).trim().toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return ((hash >>> 8) % 24) * 15
}
