import { hostToUnicode } from './punycode.ts'

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo', 'Thai', 'Devanagari', 'Cherokee', 'Georgian'] as const
const patterns = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const)
const common = /[\p{Script=Common}\p{Script=Inherited}]/u

/** Writing systems that stand together in one word of a real language (UTS 39, highly restrictive). */
const together: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

const scriptsIn = (label: string): Set<string> => {
  const found = new Set<string>()
  for (const character of label) {
    if (common.test(character)) continue
    found.add(patterns.find(([, pattern]) => pattern.test(character))?.[0] ?? 'Other')
  }
  return found
}

/** Letters that look like Latin ones: a word of nothing else passes for another word. */
const twins = /^[аеорсухѕіјԁԛԝһӏьвкмнтгґπορυνικαετχςωɑɡıͼ\d-]+$/u

const isMixed = (label: string): boolean => {
  const found = scriptsIn(label)
  return found.size > 1 && !together.some((allowed) => [...found].every((script) => allowed.includes(script)))
}

const isTwin = (label: string): boolean => {
  const found = scriptsIn(label)
  return found.size === 1 && !found.has('Latin') && twins.test(label)
}

/**
 * Whether a host name can be taken for another one: scripts mixed within a word, or a word of
 * letters that all look like Latin ones below a Latin top-level domain.
 */
export const looksLikeAnother = (host: string): boolean => {
  const labels = hostToUnicode(host.toLowerCase()).split('.')
  const latinEnd = scriptsIn(labels.at(-1) ?? '').has('Latin')
  return labels.some((label) => isMixed(label) || (latinEnd && isTwin(label)))
}

/** A host name for reading: in Unicode, but as ASCII when it can be taken for another one. */
export const readableHost = (host: string): string => (looksLikeAnother(host) ? host : hostToUnicode(host))
