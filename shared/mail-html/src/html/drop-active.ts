import { markAttribute } from './allowed.ts'
import { findAll, nodesWithin, remove, removeAttribute, unwrap } from './hostile-dom.ts'
import type { Verb } from './verb.ts'

/** Goes with everything in it. */
const dropped = [
  ...['script', 'noscript', 'template', 'iframe', 'frame', 'frameset', 'noframes', 'object', 'embed', 'applet', 'param'],
  ...['base', 'meta', 'link', 'title', 'audio', 'video', 'source', 'track', 'picture > source', 'canvas', 'portal'],
  ...['svg', 'math', 'xml', 'input', 'button', 'select', 'datalist', 'textarea', 'keygen', 'dialog', 'map', 'area'],
  ...['bgsound', 'layer', 'ilayer', 'plaintext', 'xmp', 'listing', 'noembed', 'slot', 'selectedcontent', 'fencedframe'],
].join(',')

/** The text in it is part of the message. */
const unwrapped = ['form', 'fieldset', 'label', 'legend', 'marquee', 'blink', 'picture'].join(',')

/** Everything that could run, load, submit or embed, and every comment. */
export const dropActive: Verb = ({ document }) => {
  for (const element of findAll(document, dropped)) remove(element)
  for (const element of findAll(document, unwrapped)) unwrap(element)
  // A mail that brings our own mark would pass for something we made.
  for (const element of findAll(document, `[${markAttribute}]`)) removeAttribute(element, markAttribute)
  for (const comment of nodesWithin(document, document, 0x80 /* NodeFilter.SHOW_COMMENT */)) remove(comment)
}
