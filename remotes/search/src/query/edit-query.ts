import { tokensOf } from './tokens.ts'

const written = (operator: string, value: string): string => `${operator}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`

/** Value of an operator in a query: of several the last, which is the one that counts. */
export const valueOf = (query: string, operator: string): string | null =>
  tokensOf(query).findLast((token) => token.operator === operator && token.value !== '')?.value ?? null

export const hasValue = (query: string, operator: string, value: string): boolean =>
  tokensOf(query).some((token) => token.operator === operator && token.value.toLowerCase() === value)

/** The query with `operator:value` put in, in the place of others of the same operator unless `keep`. */
export const withOperator = (query: string, operator: string, value: string): string => {
  const rest = tokensOf(query).filter((token) => token.operator !== operator)
  return [...rest.map(({ source }) => source), written(operator, value)].join(' ')
}

/** The query without an operator, or without one value of it. */
export const withoutOperator = (query: string, operator: string, value?: string): string =>
  tokensOf(query)
    .filter((token) => token.operator !== operator || (value !== undefined && token.value.toLowerCase() !== value))
    .map(({ source }) => source)
    .join(' ')

/** `is:` may stand twice: unread and starred do not exclude each other. */
export const toggled = (query: string, operator: string, value: string): string =>
  hasValue(query, operator, value)
    ? withoutOperator(query, operator, value)
    : [...tokensOf(query).map(({ source }) => source), written(operator, value)].join(' ')
