const segmenter = new Intl.Segmenter()

const firstOf = (word: string): string => [...segmenter.segment(word)][0]?.segment.toLocaleUpperCase() ?? ''

/** At most two letters for a person: of the first and the last name, else of the address. */
export function initials(name: string | undefined, address: string): string {
  const words = (name ?? '')
    .replace(/\(.*?\)|"/g, ' ')
    .split(/[\s,]+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  if (first === undefined) return firstOf(address.replace(/^[^\p{L}\p{N}]+/u, '')) || '?'
  return firstOf(first) + (last === undefined ? '' : firstOf(last))
}

/** A hue, 0 to 345 in steps of 15 degrees, that stays with an address: FNV-1a of its lower case. */
export function hueOf(address: string): number {
  let hash = 0x811c9dc5
  for (const character of address.trim().toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return ((hash >>> 8) % 24) * 15
}
