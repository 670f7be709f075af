import { findAll, firstChild, joinTexts, kindOf, setValue, valueOf } from './hostile-dom.ts'
import type { Verb } from './verb.ts'

/** A parser drops the line end after `<pre>`, one at each reading: without any the message is read as it was written. */
export const trimPre: Verb = ({ document }) => {
  for (const block of findAll(document, 'pre')) {
    joinTexts(block)
    const first = firstChild(block)
    if (first && kindOf(first) === 3 /* Node.TEXT_NODE */) setValue(first, valueOf(first).replace(/^\n+/, ''))
  }
}
