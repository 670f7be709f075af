import { createRecolour } from '../css/recolour.ts'
import { beginning, limits } from '../limits.ts'
import type { LinkFacts } from '../links/link-facts.ts'
import { textOfHtml } from '../text/text-of-html.ts'
import { isClean } from './audit.ts'
import { dropActive } from './drop-active.ts'
import { filterStyles } from './filter-styles.ts'
import { foldQuotes } from './fold-quotes.ts'
import { isDesigned } from './is-designed.ts'
import { inkSurfaces } from './ink-surfaces.ts'
import { bodyOf, createElement, innerHtml, setText, textOf } from './hostile-dom.ts'
import { isTooMuch } from './is-too-much.ts'
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

export type Refusal =
  /** It was made to be read differently by two parsers. */
  | 'deceptive'
  /** It has more elements or characters than a page can take. */
  | 'too-large'
  /** Something failed while it was prepared. */
  | 'failed'

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
  /** Why only the text of the message is shown; null when all of it is. */
  readonly refused: Refusal | null
}

/** In this order: what is active goes first, styles and addresses are judged, then pictures by those styles; marks come last. */
const verbs: readonly Verb[] = [
  dropActive,
  keepBody,
  filterStyles,
  inkSurfaces,
  keepAttributes,
  prefixIds,
  rewriteLinks,
  resolveImages,
  foldQuotes,
  trimPre,
]

type Realm = Window & typeof globalThis

const idPrefix = 'mail-'

/** Opened as a body, so that a `<frameset>` of the mail cannot take the body's place. */
const parseInert = (html: string, window: Realm): Document =>
  new window.DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html')

/** The text of a message and nothing else, through the sanitiser like all that is rendered. */
const refuse = (text: string, { window, canvas, refused }: { readonly window: Realm; readonly canvas: 'light' | 'dark'; readonly refused: Refusal }): Cleaned => {
  const document = new window.DOMParser().parseFromString('', 'text/html')
  const block = createElement(document, 'pre')
  setText(block, beginning(text.trimStart(), limits.text))
  const around = createElement(document, 'div')
  around.append(block)
  return { html: sanitise(innerHtml(around), window), sheet: '', canvas, blockedImages: 0, trackers: 0, links: [], refused }
}

const clean = (html: string, window: Realm, options: CleanOptions): Cleaned => {
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
  const sanitised = sanitise(innerHtml(bodyOf(document)), window)
  if (!isClean(sanitised, window, work.issued)) {
    return refuse(textOf(bodyOf(parseInert(sanitised, window))), { window, canvas, refused: 'deceptive' })
  }
  const { sheet, blockedImages, trackers, links } = work
  return { html: sanitised, sheet, canvas, blockedImages, trackers, links, refused: null }
}

/** A stranger's HTML → a string that may be rendered in the frame of `window`; its text where that fails. */
export const cleanHtml = (html: string, window: Realm, options: CleanOptions): Cleaned => {
  const canvas = options.theme
  if (isTooMuch(html, window)) return refuse(textOfHtml(html), { window, canvas, refused: 'too-large' })
  try {
    return clean(html, window, options)
  } catch {
    return refuse(textOfHtml(html), { window, canvas, refused: 'failed' })
  }
}
