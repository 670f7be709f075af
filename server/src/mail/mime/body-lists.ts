import type { Part } from './message.ts'

export interface BodyLists {
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
  walk([structure], { multipart: 'mixed', inAlternative: false }, { text, html, attachments })
  return { textBody: text, htmlBody: html, attachments }
}

interface Place {
  readonly multipart: string
  readonly inAlternative: boolean
}

function walk(parts: readonly Part[], place: Place, given: Lists): void {
  // A copy: inside an alternative a branch stops filling one list without stopping its neighbours.
  const lists: Lists = { ...given }
  const textLength = lists.text?.length ?? -1
  const htmlLength = lists.html?.length ?? -1
  for (const [at, part] of parts.entries()) {
    if (part.type.startsWith('multipart/')) {
      const multipart = part.type.slice('multipart/'.length)
      walk(part.parts ?? [], { multipart, inAlternative: place.inAlternative || multipart === 'alternative' }, lists)
    } else if (isShown(part, at, place.multipart)) show(part, place, lists)
    else lists.attachments.push(part)
  }
  if (place.multipart === 'alternative') fillMissing(lists, textLength, htmlLength)
}

function isMedia(type: string): boolean {
  return /^(image|audio|video)\//.test(type)
}

function isShown(part: Part, at: number, multipart: string): boolean {
  if (part.disposition === 'attachment') return false
  if (part.type !== 'text/plain' && part.type !== 'text/html' && !isMedia(part.type)) return false
  // In multipart/related only the first is the body; a named text that is not first is a file.
  return at === 0 || (multipart !== 'related' && (isMedia(part.type) || part.name === null))
}

function show(part: Part, place: Place, lists: Lists): void {
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

/** An alternative in one form only stands in both lists. */
function fillMissing(lists: Lists, textLength: number, htmlLength: number): void {
  const { text, html } = lists
  if (!text || !html) return
  if (text.length === textLength && html.length !== htmlLength) text.push(...html.slice(htmlLength))
  else if (html.length === htmlLength && text.length !== textLength) html.push(...text.slice(textLength))
}
