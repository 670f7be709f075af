import { createContext, useContext, useEffect, useEffectEvent, useState, type RefObject } from 'react'

/** Words that are marked in open messages: what was searched for. */
export const MarksContext = createContext<readonly string[]>([])

/** Marks in one message. Beyond it: later places are not marked. */
const maxMarks = 2000

/** UTF-16 units of a message that are searched for words. Beyond it: the rest is not marked. */
const maxText = 1_000_000

const highlightName = 'atrium-found'

/** Dark text on it in both themes, as mail brings colours of its own. */
const sheetText = `::highlight(${highlightName}) { background-color: #ffd54a; color: #1c1e21 }`

const mark = /\p{M}/u
const letter = /[\p{L}\p{N}]/u
/** Scripts without spaces between words: there a word may begin anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

interface Folded {
  readonly text: string
  /** Where each character of `text` came from. */
  readonly origins: readonly number[]
}

/** In lower case and without accents. */
function fold(text: string): Folded {
  const letters: string[] = []
  const origins: number[] = []
  let at = 0
  for (const character of text) {
    for (const plain of character.normalize('NFD').toLowerCase()) {
      if (mark.test(plain)) continue
      for (const unit of plain.split('')) {
        letters.push(unit)
        origins.push(at)
      }
    }
    at += character.length
  }
  return { text: letters.join(''), origins: [...origins, at] }
}

/** Where words, or beginnings of words, are in a text: start and end of each place. Without regard to case and accents. */
export function placesOf(text: string, words: readonly string[]): (readonly [start: number, end: number])[] {
  const folded = fold(text)
  const found: (readonly [number, number])[] = []
  for (const word of words) {
    const needle = fold(word).text.trim()
    if (needle === '') continue
    for (let at = folded.text.indexOf(needle); at !== -1; at = folded.text.indexOf(needle, at + needle.length)) {
      const begins = at === 0 || !letter.test(folded.text.charAt(at - 1)) || unspaced.test(needle)
      const end = at + needle.length
      if (begins) found.push([folded.origins[at] ?? 0, folded.origins[end] ?? text.length])
    }
  }
  return found
}

function rangesIn(document: Document, words: readonly string[]): Range[] {
  const ranges: Range[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  let left = maxText
  while (left > 0 && ranges.length < maxMarks && walker.nextNode()) {
    const node = walker.currentNode
    const text = (node.nodeValue ?? '').slice(0, left)
    left -= text.length
    for (const [start, end] of placesOf(text, words).slice(0, maxMarks - ranges.length)) {
      const range = document.createRange()
      range.setStart(node, start)
      range.setEnd(node, end)
      ranges.push(range)
    }
  }
  return ranges
}

/**
 * Marks words in a document by CSS Custom Highlights, which leave its nodes as they are. A browser without them marks
 * nothing.
 */
export function markWords(document: Document, words: readonly string[]): void {
  const view = document.defaultView as (Window & typeof globalThis) | null
  if (!view?.CSS?.highlights || !view.Highlight) return
  view.CSS.highlights.delete(highlightName)
  const ranges = words.length === 0 ? [] : rangesIn(document, words)
  if (ranges.length === 0) return
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(sheetText)
  document.adoptedStyleSheets = [sheet]
  view.CSS.highlights.set(highlightName, new view.Highlight(...ranges))
}

/** Marks the words in a message whenever it was rendered. @returns what to call after each time. */
export function useMarks(container: RefObject<HTMLElement | null>): () => void {
  const words = useContext(MarksContext)
  const [renders, setRenders] = useState(0)
  const key = words.join('\n')
  const show = useEffectEvent(() => {
    const document = container.current?.querySelector('iframe')?.contentDocument
    if (document?.body) markWords(document, words)
  })
  useEffect(() => {
    if (renders > 0) show()
  }, [renders, key])
  return () => setRenders((count) => count + 1)
}
