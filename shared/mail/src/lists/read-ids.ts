import type { MailCore } from '../core.ts'
import type { Answer } from '../jmap/call.ts'
import { must } from '../jmap/must.ts'
import type { QueryAnswer } from '../shapes/answers.ts'
import { baseOf, type ListBase, type Page, pageSize, prefixLength } from './list-base.ts'
import type { OpenList } from './list-data.ts'
import { idsCall, type Start } from './load-page.ts'

const mostIds = 500
const margin = 25

const pageOf = (answer: QueryAnswer): Page => ({
  position: answer.position,
  ids: answer.ids,
  total: answer.total ?? answer.position + answer.ids.length,
  queryState: answer.queryState,
})

interface Plan {
  readonly head: number
  /** What lies on the screen below the head. */
  readonly window: { readonly start: Start; readonly limit: number } | null
}

const planFor = (list: OpenList, base: ListBase): Plan => {
  const { start, end } = list.visible
  const head = Math.min(mostIds, Math.max(pageSize, prefixLength(base)))
  if (end <= head) return { head, window: null }
  const anchor = base.ids[start]
  const limit = Math.min(mostIds, end - start + 2 * margin)
  const position = Math.max(0, start - margin)
  return { head, window: { start: anchor ? { anchor, anchorOffset: -margin } : { position }, limit } }
}

const anchorIsGone = (answer: Answer<QueryAnswer>): boolean => !answer.ok && answer.error.type === 'anchorNotFound'

/** Around the same rows by number, when the message they were to be found by has left the list. */
const windowByPosition = async (core: MailCore, list: OpenList, limit: number): Promise<Page> => {
  const position = Math.max(0, list.visible.start - margin)
  const { window } = await core.client.read({ window: idsCall(list.query, { position }, limit) })
  return pageOf(must(window))
}

/**
 * Which messages are at the head of the list and on the screen now. Rows elsewhere become holes,
 * to be read when somebody looks: that is right on any server, also on one without
 * `Email/queryChanges`, and never more than two short queries.
 */
export const readIds = async (core: MailCore, list: OpenList, base: ListBase): Promise<ListBase> => {
  const plan = planFor(list, base)
  const head = idsCall(list.query, { position: 0 }, plan.head)
  if (!plan.window) {
    const answers = await core.client.read({ head })
    return chosen(base, [pageOf(must(answers.head))])
  }
  const { limit, start } = plan.window
  const answers = await core.client.read({ head, window: idsCall(list.query, start, limit) })
  const window = anchorIsGone(answers.window) ? await windowByPosition(core, list, limit) : pageOf(must(answers.window))
  return chosen(base, [pageOf(must(answers.head)), window])
}

const chosen = (base: ListBase, pages: readonly Page[]): ListBase => {
  const unchanged = !base.torn && pages.every((page) => page.queryState === base.queryState)
  return unchanged ? base : baseOf(pages)
}
