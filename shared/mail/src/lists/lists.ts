import { AtriumError } from '@atrium/protocol'
import type { SearchSnippet } from '@atrium/mail-contracts'
import { asAtriumError } from '../as-atrium-error.ts'
import type { MailCore } from '../core.ts'
import { isListing } from '../records/email-record.ts'
import { loadListings } from '../records/load-listings.ts'
import { segmentsOf } from '../search/segments.ts'
import { baseOf, type ListBase, mergePage, missingPages } from './list-base.ts'
import type { ListData, OpenList, Snippet } from './list-data.ts'
import { queryOfKey } from './list-query.ts'
import { type LoadedPage, loadPage, type Start } from './load-page.ts'
import { readIds } from './read-ids.ts'

const snippetsOf = (snippets: readonly SearchSnippet[]): [string, Snippet][] =>
  snippets.map((one) => [one.emailId, { subject: segmentsOf(one.subject), preview: segmentsOf(one.preview) }])

/** Messages of the list that nothing but the id is known of. */
export const unknownIn = (core: MailCore, base: ListBase): string[] =>
  base.ids.filter((id): id is string => {
    const record = id === undefined ? undefined : core.records.stored(id)
    return id !== undefined && !(record && isListing(record))
  })

const anchorIsGone = (thrown: unknown): boolean => thrown instanceof AtriumError && thrown.subject === 'anchorNotFound'

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
    // Rows taken away by an act not yet confirmed let rows from below come up.
    const missing = missingPages(now.base, start, end + this.#core.records.touched.size)
    for (const first of missing) if (!list.loading.has(first)) void this.#loadPage(list, first)
  }

  /** Puts in what was read anew, and reads what is missing on the screen. */
  replace(list: OpenList, base: ListBase): void {
    this.#put(list, (old) => (old.base === base ? old : { ...old, base, pageError: null }))
    this.ensureRange(list, list.visible.start, list.visible.end)
  }

  /** Those not on the screen are read again when they come back. */
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
      if (!anchorIsGone(thrown)) throw thrown
      const page = await loadPage(this.#core, list.query, { position: first })
      return { page, expected: page.position }
    }
  }
}
