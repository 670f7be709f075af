import { parseParameters } from './header.ts'
import type { Part } from './message.ts'
import { cidOf } from './structure.ts'

interface BodyLists {
  readonly textBody: readonly Part[]
  readonly htmlBody: readonly Part[]
  readonly attachments: readonly Part[]
}

interface Lists {
  text: Part[] | null
  html: Part[] | null
  readonly attachments: Part[]
}

/** Splits a tree into what to show and what to attach: the algorithm of RFC 8621 §4.1.4. */
export function bodyLists(structure: Part): BodyLists {
  const text: Part[] = []
  const html: Part[] = []
  const attachments: Part[] = []
  fillLists([structure], { multipart: 'mixed', inAlternative: false, root: 0 }, { text, html, attachments })
  return { textBody: text, htmlBody: html, attachments }
}

interface ListPlace {
  readonly multipart: string
  readonly inAlternative: boolean
  /** Place of the part that the others belong to. */
  readonly root: number
}

/**
 * Place of the part of a multipart/related that shows the others: the one that `start` names (RFC 2387 §3.2), else the
 * first; where that is no text, the first that is.
 */
function rootOf({ headers, parts = [] }: Part): number {
  const [, raw = ''] = headers.find(([name]) => name.toLowerCase() === 'content-type') ?? []
  const start = cidOf(parseParameters(raw).parameters.get('start') ?? null)
  const named = start === null ? -1 : parts.findIndex(({ cid }) => cid === start)
  if (named >= 0) return named
  const isText = ({ type, disposition }: Part): boolean =>
    disposition !== 'attachment' && (type === 'text/html' || type === 'text/plain' || type.startsWith('multipart/'))
  return Math.max(0, parts.findIndex(isText))
}

function fillLists(parts: readonly Part[], place: ListPlace, given: Lists): void {
  // A copy: inside an alternative a branch stops filling one list without stopping its neighbours.
  const lists: Lists = { ...given }
  const textLength = lists.text?.length ?? -1
  const htmlLength = lists.html?.length ?? -1
  for (const [at, part] of parts.entries()) {
    if (part.type.startsWith('multipart/')) {
      const multipart = part.type.slice('multipart/'.length)
      fillLists(
        part.parts ?? [],
        {
          multipart,
          inAlternative: place.inAlternative || multipart === 'alternative',
          root: multipart === 'related' ? rootOf(part) : 0,
        },
        lists,
      )
    } else if (isShown(part, at === place.root, place.multipart)) addShown(part, place, lists)
    else lists.attachments.push(part)
  }
  if (place.multipart === 'alternative') fillMissing(lists, textLength, htmlLength)
}

function isMedia(type: string): boolean {
  return /^(image|audio|video)\//.test(type)
}

function isShown(part: Part, isRoot: boolean, multipart: string): boolean {
  if (part.disposition === 'attachment') return false
  if (part.type !== 'text/plain' && part.type !== 'text/html' && !isMedia(part.type)) return false
  // In multipart/related only the root is the body; a named text that is not first is a file.
  return isRoot || (multipart !== 'related' && (isMedia(part.type) || part.name === null))
}

function addShown(part: Part, place: ListPlace, lists: Lists): void {
  if (place.multipart === 'alternative') {
    if (part.type === 'text/plain' && lists.text) lists.text.push(part)
    else if (part.type === 'text/html' && lists.html) lists.html.push(part)
    else lists.attachments.push(part)
    return
  }
  if (place.inAlternative) {
    if (part.type === 'text/plain') lists.html = null
    if (part.type === 'text/html') lists.text = null
  }
  lists.text?.push(part)
  lists.html?.push(part)
  if ((!lists.text || !lists.html) && isMedia(part.type)) lists.attachments.push(part)
}

/** An alternative in one form only is in both lists. */
function fillMissing(lists: Lists, textLength: number, htmlLength: number): void {
  const { text, html } = lists
  if (!text || !html) return
  if (text.length === textLength && html.length !== htmlLength) text.push(...html.slice(htmlLength))
  else if (html.length === htmlLength && text.length !== textLength) html.push(...text.slice(textLength))
}
