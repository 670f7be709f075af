/** Which release of each package is in a page: its current one (1) or the one before (0). */
export type Ages = Readonly<Record<string, 0 | 1>>

const packages = ['shell', 'inbox', 'compose', 'search', 'settings', 'inspector'] as const

const rows = ['000000', '110110', '101101', '100011', '011101', '011010'] as const

/**
 * Few pages in which every two packages meet in all four ways: new and new, new and old, old and new, old
 * and old. (A covering array: below the first row no column is the same as another, and all have three
 * ones of five.)
 */
export const combinations: readonly Ages[] = rows.map((row) =>
  Object.fromEntries(packages.map((name, column) => [name, row[column] === '1' ? 1 : 0])),
)
