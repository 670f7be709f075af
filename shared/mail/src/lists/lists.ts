import { AtriumError, type SearchSnippet } from '@atrium/contracts'
import { asAtriumError } from '../as-atrium-error.ts'
import type { MailCore } from '../core.ts'
import { isListing } from '../records/email-record.ts'
import { loadListings } from '../records/load-listings.ts'
import { segmentsOf } from '../search/segments.ts'
import { baseOf, type ListBase, mergePage, missingPages } from './list-base.ts'
import type { ListData, OpenList, Snippet } from './list-data.ts'
import { listKey, type ListQuery } from './list-query.ts'
import { type LoadedPage, loadPage, type Start } from './load-page.ts'
import { readIds } from './read-ids.ts'

export interface Lists {
  readonly open: (query: ListQuery) => OpenList
  /** Lists on the screen. */
  readonly active: () => readonly OpenList[]
  readonly data: (list: OpenList) => ListData | undefined
  /** First page, or the rows already there again. */
  readonly load: (list: OpenList) => Promise<ListData>
  readonly ensureRange: (list: OpenList, start: number, end: number) => void
  /** Puts in what was read anew. */
  readonly replace: (list: OpenList, base: ListBase) => void
  /** Those not on the screen are read again when they come back. */
  readonly invalidateHidden: () => void
  /** Called when the cache lets go of a list. */
  readonly forget: (key: string) => void
}

const snippetsOf = (snippets: readonly SearchSnippet[]): [string, Snippet][] =>
  snippets.map((one) => [one.emailId, { subject: segmentsOf(one.subject), preview: segmentsOf(one.preview) }])

/** Messages of the list that nothing but the id is known of. */
export const unknownIn = (core: MailCore, base: ListBase): string[] =>
  base.ids.filter((id): id is string => {
    const record = id === undefined ? undefined : core.records.stored(id)
    return id !== undefined && !(record && isListing(record))
  })

const anchorIsGone = (thrown: unknown): boolean => thrown instanceof AtriumError && thrown.subject === 'anchorNotFound'

export const createLists = (core: MailCore): Lists => {
  const opened = new Map<string, OpenList>()
  const queryKey = (list: OpenList): readonly unknown[] => ['list', list.key]
  const data = (list: OpenList): ListData | undefined => core.queries.getQueryData<ListData>(queryKey(list))
  const put = (list: OpenList, change: (old: ListData) => ListData): void => {
    core.queries.setQueryData<ListData>(queryKey(list), (old) => old && change(old))
  }

  const load = async (list: OpenList): Promise<ListData> => {
    const old = data(list)
    if (!old) {
      const page = await loadPage(core, list.query, { position: 0 })
      return { base: baseOf([page]), snippets: new Map(snippetsOf(page.snippets)), pageError: null }
    }
    const base = await readIds(core, list, old.base)
    await loadListings(core, unknownIn(core, base))
    return { ...old, base, pageError: null }
  }

  const read = async (list: OpenList, first: number): Promise<{ page: LoadedPage; expected: number }> => {
    const before = data(list)?.base.ids[first - 1]
    const start: Start = before === undefined ? { position: first } : { anchor: before, anchorOffset: 1 }
    try {
      const page = await loadPage(core, list.query, start)
      // Where the message before it stands by now: another page may have moved it meanwhile.
      const at = before === undefined ? -1 : (data(list)?.base.ids.indexOf(before) ?? -1)
      return { page, expected: at === -1 ? page.position : at + 1 }
    } catch (thrown) {
      if (!anchorIsGone(thrown)) throw thrown
      const page = await loadPage(core, list.query, { position: first })
      return { page, expected: page.position }
    }
  }

  const loadOne = async (list: OpenList, first: number): Promise<void> => {
    list.loading.add(first)
    try {
      const { page, expected } = await read(list, first)
      put(list, (old) => ({
        base: mergePage(old.base, page, expected),
        snippets: new Map([...old.snippets, ...snippetsOf(page.snippets)]),
        pageError: null,
      }))
      if (data(list)?.base.torn) core.requestSync()
    } catch (thrown) {
      put(list, (old) => ({ ...old, pageError: asAtriumError(thrown) }))
      return
    } finally {
      list.loading.delete(first)
    }
    ensureRange(list, list.visible.start, list.visible.end)
  }

  const ensureRange = (list: OpenList, start: number, end: number): void => {
    list.visible = { start, end }
    const now = data(list)
    if (!now) return
    // Rows taken away by an act not yet confirmed let rows from below come up.
    const missing = missingPages(now.base, start, end + core.records.touched().size)
    for (const first of missing) if (!list.loading.has(first)) void loadOne(list, first)
  }

  return {
    open: (query) => {
      const key = listKey(query)
      const list = opened.get(key) ?? { key, query, visible: { start: 0, end: 0 }, loading: new Set() }
      opened.set(key, list)
      return list
    },
    active: () => {
      const shown = core.queries.getQueryCache().findAll({ queryKey: ['list'], type: 'active' })
      return shown.flatMap((query) => opened.get(String(query.queryKey[1])) ?? [])
    },
    forget: (key) => {
      opened.delete(key)
    },
    data,
    load,
    ensureRange,
    replace: (list, base) => {
      put(list, (old) => (old.base === base ? old : { ...old, base, pageError: null }))
      ensureRange(list, list.visible.start, list.visible.end)
    },
    invalidateHidden: () => {
      void core.queries.invalidateQueries({ queryKey: ['list'], type: 'inactive', refetchType: 'none' })
    },
  }
}
