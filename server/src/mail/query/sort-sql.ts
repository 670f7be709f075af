import { invalidArguments, MethodError } from '../protocol/method-error.ts'
import { refuseLongSort, type Comparator } from '../protocol/query-window.ts'
import { limits } from '../protocol/limits.ts'
import { isKeyword } from '../store/keywords.ts'
import { hasKeyword, negate, threadHas, type SqlCondition } from './filter-sql.ts'

/** RFC 8621 §4.4.2. */
export const emailSortOptions = [
  'receivedAt',
  'size',
  'from',
  'to',
  'subject',
  'sentAt',
  'hasKeyword',
  'allInThreadHaveKeyword',
  'someInThreadHaveKeyword',
] as const

const columns: Readonly<Record<string, string>> = {
  receivedAt: 'e.received_at',
  size: 'e.size',
  from: 'e.from_sort',
  to: 'e.to_sort',
  subject: 'e.subject_sort',
  sentAt: 'e.sent_at',
}

/**
 * The ORDER BY of a sort; newest first where it says nothing more.
 *
 * @throws MethodError `unsupportedSort` or `invalidArguments`
 */
export function sortSql(sort: readonly Comparator[], account: number): SqlCondition {
  refuseLongSort(sort)
  const parts = sort.map((comparator) => {
    const { sql, values } = expression(comparator, account)
    return { sql: `${sql} ${comparator.isAscending === false ? 'DESC' : 'ASC'}`, values }
  })
  const dated = sort.find(({ property }) => property === 'receivedAt')
  const rest = dated ? `e.id ${dated.isAscending === false ? 'DESC' : 'ASC'}` : 'e.received_at DESC, e.id DESC'
  return { sql: [...parts.map((part) => part.sql), rest].join(', '), values: parts.flatMap((part) => part.values) }
}

function expression({ property, collation, keyword }: Comparator, account: number): SqlCondition {
  const known: readonly string[] = limits.collationAlgorithms
  if (collation !== undefined && !known.includes(collation))
    throw new MethodError('unsupportedSort', `sort: collation ${collation}`)
  const column = Object.hasOwn(columns, property) ? columns[property] : undefined
  if (column !== undefined) return { sql: column, values: [] }
  if (!emailSortOptions.some((option) => option === property))
    throw new MethodError('unsupportedSort', `sort: ${property}`)
  if (typeof keyword !== 'string' || !isKeyword(keyword)) throw invalidArguments('sort.keyword: must be a keyword')
  const name = keyword.toLowerCase()
  if (property === 'hasKeyword') return hasKeyword('e', name)
  return property === 'allInThreadHaveKeyword' ? negate(threadHas(negate(hasKeyword('t', name)), account)) : threadHas(hasKeyword('t', name), account)
}
