import { from, type MethodResult, type QueryResponse, unwrap } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import type { SearchSnippet } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import { type MailCore, asAtriumError } from './core.ts'
import {
  baseOf,
  type ListBase,
  type ListData,
  type ListQuery,
  mergePage,
  missingPages,
  type OpenList,
  type Page,
  pageSize,
  prefixLength,
  queryArgs,
  queryOfKey,
  type Snippet,
} from './list-pages.ts'
import { conversationCalls, storeConversations, loadListings } from './load-records.ts'
import { emailGet, emailQuery, snippetGet, emailListingSchema, listingProperties } from './methods.ts'
import { isListing } from './records.ts'
import { segmentsOf } from './segments.ts'

/** From the top, or from a message: that stays right when mail comes in above. */
export type Start = { readonly position: number } | { readonly anchor: Id; readonly anchorOffset: number }

export interface LoadedPage extends Page {
  readonly snippets: readonly SearchSnippet[]
}

const calls = (query: ListQuery, start: Start) => ({
  query: emailQuery({ ...queryArgs(query), ...start, limit: pageSize, calculateTotal: true }),
  emails: emailGet(emailListingSchema, { ids: from('query', '/ids'), properties: listingProperties }),
  ...conversationCalls('emails'),
})

const read = async (core: MailCore, query: ListQuery, start: Start) => {
  if (!query.snippets) return { ...(await core.client.read(calls(query, start))), snippets: null }
  const snippets = snippetGet({ filter: query.filter, emailIds: from('query', '/ids') })
  return core.client.read({ ...calls(query, start), snippets })
}

/**
 * Reads a page of a list with everything its rows show, in one request.
 * @throws AtriumError `MAIL_REFUSED` with subject `anchorNotFound` when the anchor has left the list.
 */
export const loadPage = async (core: MailCore, query: ListQuery, start: Start): Promise<LoadedPage> => {
  const results = await read(core, query, start)
  const found = unwrap(results.query)
  const listed = unwrap(results.emails)
  core.records.putEmails(listed.list)
  core.noteState('Email', listed.state)
  await storeConversations(core, results.threads, results.members)
  return {
    position: found.position,
    ids: found.ids,
    total: found.total ?? found.position + found.ids.length,
    queryState: found.queryState,
    // A list without marked places is still a list.
    snippets: results.snippets?.ok ? results.snippets.value.list : [],
  }
}

/** Calls that read which messages are where, and nothing of them. */
export const idsCall = (query: ListQuery, start: Start, limit: number): ReturnType<typeof emailQuery> =>
  emailQuery({ ...queryArgs(query), ...start, limit, calculateTotal: true })

/** Ids of a list that are read at once. Beyond it: the other rows are loaded when they are shown. */
const maxIds = 500
const margin = 25

const pageOf = (response: QueryResponse): Page => ({
  position: response.position,
  ids: response.ids,
  total: response.total ?? response.position + response.ids.length,
  queryState: response.queryState,
})

interface Plan {
  readonly head: number
  /** What is on the screen below the head. */
  readonly window: { readonly start: Start; readonly limit: number } | null
}

const planFor = (list: OpenList, base: ListBase): Plan => {
  const { start, end } = list.visible
  const head = Math.min(maxIds, Math.max(pageSize, prefixLength(base)))
  if (end <= head) return { head, window: null }
  const anchor = base.ids[start]
  const limit = Math.min(maxIds, end - start + 2 * margin)
  const position = Math.max(0, start - margin)
  return { head, window: { start: anchor ? { anchor, anchorOffset: -margin } : { position }, limit } }
}

const hasNoAnchor = (result: MethodResult<QueryResponse>): boolean =>
  !result.ok && result.error.type === 'anchorNotFound'

/** Around the same rows by number, when the message they were to be found by has left the list. */
const windowByPosition = async (core: MailCore, list: OpenList, limit: number): Promise<Page> => {
  const position = Math.max(0, list.visible.start - margin)
  const { window } = await core.client.read({ window: idsCall(list.query, { position }, limit) })
  return pageOf(unwrap(window))
}

/**
 * Which messages are at the head of the list and on the screen now. Rows elsewhere become holes,
 * to be loaded when it is shown: that is right on any server, also on one without
 * `Email/queryChanges`, and never more than two short queries.
 */
export const readIds = async (core: MailCore, list: OpenList, base: ListBase): Promise<ListBase> => {
  const plan = planFor(list, base)
  const head = idsCall(list.query, { position: 0 }, plan.head)
  if (!plan.window) {
    const results = await core.client.read({ head })
    return chosen(base, [pageOf(unwrap(results.head))])
  }
  const { limit, start } = plan.window
  const results = await core.client.read({ head, window: idsCall(list.query, start, limit) })
  const window = hasNoAnchor(results.window)
    ? await windowByPosition(core, list, limit)
    : pageOf(unwrap(results.window))
  return chosen(base, [pageOf(unwrap(results.head)), window])
}

const chosen = (base: ListBase, pages: readonly Page[]): ListBase => {
  const unchanged = !base.torn && pages.every((page) => page.queryState === base.queryState)
  return unchanged ? base : baseOf(pages)
}

const atOnce = 5000
/**
 * Requests by which all ids of a list are read: a server that never says that this was all must not hold the page.
 * Beyond it: what was found counts as all.
 */
const maxRounds = 200

/** Every id of a list. Follows the last one found, so that mail coming in above repeats nothing. */
export const loadAllIds = async (core: MailCore, query: ListQuery): Promise<readonly Id[]> => {
  const found = new Set<Id>()
  let last: Id | undefined
  for (let round = 0; round < maxRounds; round += 1) {
    const start = last === undefined ? { position: 0 } : { anchor: last, anchorOffset: 1 }
    const { page } = await core.client.read({ page: idsCall(query, start, atOnce) })
    const { ids, position, total } = unwrap(page)
    for (const id of ids) found.add(id)
    last = ids.at(-1)
    if (last === undefined || (total !== undefined && position + ids.length >= total)) break
  }
  return [...found]
}

const snippetsOf = (snippets: readonly SearchSnippet[]): [string, Snippet][] =>
  snippets.map((one) => [one.emailId, { subject: segmentsOf(one.subject), preview: segmentsOf(one.preview) }])

/** Messages of the list that nothing but the id is known of. */
export const unknownIn = (core: MailCore, base: ListBase): string[] =>
  base.ids.filter((id): id is string => {
    const record = id === undefined ? undefined : core.records.stored(id)
    return id !== undefined && !(record && isListing(record))
  })

const isAnchorMissing = (thrown: unknown): boolean =>
  thrown instanceof AtriumError && thrown.subject === 'anchorNotFound'

/** The lists of the page. What was read of them is in the query cache. */
export class Lists {
  readonly #core: MailCore
  readonly #opened = new Map<string, OpenList>()

  constructor(core: MailCore) {
    this.#core = core
  }

  open(key: string): OpenList {
    const list = this.#opened.get(key) ?? {
      key,
      query: queryOfKey(key),
      visible: { start: 0, end: 0 },
      loading: new Set(),
    }
    this.#opened.set(key, list)
    return list
  }

  /** Called when the cache lets go of a list. */
  forget(key: string): void {
    this.#opened.delete(key)
  }

  /** Lists on the screen. */
  active(): readonly OpenList[] {
    const shown = this.#core.queries.getQueryCache().findAll({ queryKey: ['list'], type: 'active' })
    return shown.flatMap((query) => this.#opened.get(String(query.queryKey[1])) ?? [])
  }

  data(list: OpenList): ListData | undefined {
    return this.#core.queries.getQueryData<ListData>(['list', list.key])
  }

  /** First page, or the rows already there again. */
  async load(list: OpenList): Promise<ListData> {
    const old = this.data(list)
    if (!old) {
      const page = await loadPage(this.#core, list.query, { position: 0 })
      return { base: baseOf([page]), snippets: new Map(snippetsOf(page.snippets)), pageError: null }
    }
    const base = await readIds(this.#core, list, old.base)
    await loadListings(this.#core, unknownIn(this.#core, base))
    return { ...old, base, pageError: null }
  }

  /** Reads what is not there of the rows from `start` up to, not including, `end`. */
  ensureRange(list: OpenList, start: number, end: number): void {
    list.visible = { start, end }
    const now = this.data(list)
    if (!now) return
    // Rows taken away by a change not yet confirmed let rows from below come up.
    const missing = missingPages(now.base, start, end + this.#core.records.touched.size)
    for (const first of missing) if (!list.loading.has(first)) void this.#loadPage(list, first)
  }

  /** Inserts reloaded records, and loads what is missing on the screen. */
  replace(list: OpenList, base: ListBase): void {
    this.#put(list, (old) => (old.base === base ? old : { ...old, base, pageError: null }))
    this.ensureRange(list, list.visible.start, list.visible.end)
  }

  /** Those not on the screen are read again when they return. */
  invalidateHidden(): void {
    void this.#core.queries.invalidateQueries({ queryKey: ['list'], type: 'inactive', refetchType: 'none' })
  }

  #put(list: OpenList, change: (old: ListData) => ListData): void {
    this.#core.queries.setQueryData<ListData>(['list', list.key], (old) => old && change(old))
  }

  async #loadPage(list: OpenList, first: number): Promise<void> {
    list.loading.add(first)
    try {
      const { page, expected } = await this.#read(list, first)
      this.#put(list, (old) => ({
        base: mergePage(old.base, page, expected),
        snippets: new Map([...old.snippets, ...snippetsOf(page.snippets)]),
        pageError: null,
      }))
      if (this.data(list)?.base.torn) this.#core.requestSync()
    } catch (thrown) {
      this.#put(list, (old) => ({ ...old, pageError: asAtriumError(thrown) }))
      return
    } finally {
      list.loading.delete(first)
    }
    this.ensureRange(list, list.visible.start, list.visible.end)
  }

  async #read(list: OpenList, first: number): Promise<{ page: LoadedPage; expected: number }> {
    const before = this.data(list)?.base.ids[first - 1]
    const start: Start = before === undefined ? { position: first } : { anchor: before, anchorOffset: 1 }
    try {
      const page = await loadPage(this.#core, list.query, start)
      // Where the message before it stands by now: another page may have moved it meanwhile.
      const at = before === undefined ? -1 : (this.data(list)?.base.ids.indexOf(before) ?? -1)
      return { page, expected: at === -1 ? page.position : at + 1 }
    } catch (thrown) {
      if (!isAnchorMissing(thrown)) throw thrown
      const page = await loadPage(this.#core, list.query, { position: first })
      return { page, expected: page.position }
    }
  }
}
