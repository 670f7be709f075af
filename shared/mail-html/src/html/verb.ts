import type { LinkFacts } from '../links/link-facts.ts'
import type { Recolour } from '../css/filter-declarations.ts'

/** What one message may do, and what was found in it. Verbs write to the second half. */
export interface Work {
  readonly window: Window & typeof globalThis
  /** Parsed from the mail; nothing in it runs or loads. */
  readonly document: Document
  readonly images: 'blocked' | 'proxied'
  readonly imageUrl: (url: string) => string
  readonly cid: (cid: string) => string | undefined
  readonly idPrefix: string
  readonly quoteLabel: string
  readonly recolour: Recolour | undefined
  /** Addresses that were written into the document on purpose. The audit finds any other. */
  readonly issued: Set<string>
  readonly links: LinkFacts[]
  blockedImages: number
  trackers: number
  /** Style rules for the frame's head. */
  sheet: string
}

/** One thing done to a parsed message, before it is sanitised. */
export type Verb = (work: Work) => void
