import { createRecolour } from '../css/recolour.ts'
import type { LinkFacts } from '../links/link-facts.ts'
import { isClean } from './audit.ts'
import { dropActive } from './drop-active.ts'
import { filterStyles } from './filter-styles.ts'
import { foldQuotes } from './fold-quotes.ts'
import { isDesigned } from './is-designed.ts'
import { inkSurfaces } from './ink-surfaces.ts'
import { bareText, isTooMuch } from './is-too-much.ts'
import { keepAttributes } from './keep-attributes.ts'
import { keepBody } from './keep-body.ts'
import { prefixIds } from './prefix-ids.ts'
import { resolveImages } from './resolve-images.ts'
import { rewriteLinks } from './rewrite-links.ts'
import { sanitise } from './sanitise.ts'
import { trimPre } from './trim-pre.ts'
import type { Verb, Work } from './verb.ts'

export interface CleanOptions {
  readonly images: 'blocked' | 'proxied'
  readonly imageUrl: (url: string) => string
  readonly cid: (cid: string) => string | undefined
  readonly theme: 'light' | 'dark'
  /** Of the dark surface, as red, green and blue from 0 to 255. */
  readonly darkSurface: readonly [number, number, number]
  /** Says what is behind "…". */
  readonly quoteLabel: string
}

export interface Cleaned {
  /** Exactly what may be drawn. */
  readonly html: string
  /** Style rules for the frame's head. */
  readonly sheet: string
  /** Whether the mail brings its own surfaces and needs a light one below it. */
  readonly canvas: 'light' | 'dark'
  readonly blockedImages: number
  readonly trackers: number
  readonly links: readonly LinkFacts[]
  /** The message was built to be read differently by two parsers, or to stop the page: only its text is shown. */
  readonly refused: boolean
}

/** In this order: what is active goes first, addresses and styles are judged, marks come last. */
const verbs: readonly Verb[] = [
  dropActive,
  keepBody,
  filterStyles,
  inkSurfaces,
  keepAttributes,
  resolveImages,
  rewriteLinks,
  foldQuotes,
  prefixIds,
  trimPre,
]

const idPrefix = 'mail-'

/** Opened as a body, so that a `<frameset>` of the mail cannot take the body's place. */
const parseInert = (html: string, window: Window & typeof globalThis): Document =>
  new window.DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html')

const textOnly = (text: string, window: Window & typeof globalThis): string => {
  const document = new window.DOMParser().parseFromString('', 'text/html')
  const block = document.createElement('pre')
  block.textContent = text.trimStart()
  return sanitise(block.outerHTML, window)
}

const refuse = (text: string, window: Window & typeof globalThis, canvas: 'light' | 'dark'): Cleaned => ({
  html: textOnly(text, window),
  sheet: '',
  canvas,
  blockedImages: 0,
  trackers: 0,
  links: [],
  refused: true,
})

/** A stranger's HTML → a string that may be drawn in the frame of `window`. */
export const cleanHtml = (html: string, window: Window & typeof globalThis, options: CleanOptions): Cleaned => {
  if (isTooMuch(html, window)) return refuse(bareText(html), window, options.theme)
  const document = parseInert(html, window)
  const canvas = options.theme === 'dark' && !isDesigned(document) ? 'dark' : 'light'
  const work: Work = {
    ...options,
    window,
    document,
    idPrefix,
    recolour: canvas === 'dark' ? createRecolour(window.document, options.darkSurface) : undefined,
    issued: new Set(),
    links: [],
    blockedImages: 0,
    trackers: 0,
    sheet: '',
  }
  for (const verb of verbs) verb(work)
  const clean = sanitise(document.body.innerHTML, window)
  const refused = !isClean(clean, window, work.issued)
  const { sheet, blockedImages, trackers, links } = work
  if (!refused) return { html: clean, sheet, canvas, blockedImages, trackers, links, refused }
  return refuse(parseInert(clean, window).body.textContent ?? '', window, canvas)
}
