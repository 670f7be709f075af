/** One word of a query, or `operator:value`. */
export interface QueryToken {
  /** In lower case; null for plain words. */
  readonly operator: string | null
  /** Without quotes. */
  readonly value: string
  readonly quoted: boolean
  /** As it was written. */
  readonly source: string
}

const pattern = /(?:([a-z]+):)?(?:"([^"]*)(?:"|$)|([^\s"]+))|([^\s])/giu

/** Cuts a query at its blanks; quotes hold words together, and a lost one runs to the end. */
export const tokensOf = (query: string): QueryToken[] =>
  [...query.matchAll(pattern)].flatMap(([source, operator, phrase, word, rest]) => {
    const value = phrase ?? word ?? rest ?? ''
    if (value.trim() === '' && operator === undefined) return []
    // With nothing behind it an operator is still being typed.
    if (/^[a-z]+:$/i.test(source)) return [{ operator: source.slice(0, -1).toLowerCase(), value: '', quoted: false, source }]
    return [{ operator: operator?.toLowerCase() ?? null, value, quoted: phrase !== undefined, source: source.trim() }]
  })

const known = new Set(['from', 'to', 'subject', 'has', 'before', 'after', 'in', 'is'])

/** Whether the word before the colon means something; if not, the whole is text (`https://…`, `12:30`). */
export const isOperator = (token: QueryToken): boolean => token.operator !== null && known.has(token.operator)
