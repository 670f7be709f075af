import type { Verb } from './verb.ts'

/** A parser drops the line end after `<pre>`, one at each reading: without any the message is read as it was written. */
export const trimPre: Verb = ({ document }) => {
  for (const block of document.querySelectorAll('pre')) {
    block.normalize()
    const { firstChild } = block
    if (firstChild?.nodeType === 3 /* Node.TEXT_NODE */) firstChild.nodeValue = (firstChild.nodeValue ?? '').replace(/^\n+/, '')
  }
}
