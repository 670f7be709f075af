/** Origins of the URLs among these bases; one that is a path is on the page's own. */
export const originsOf = (bases: readonly string[]): string[] => [
  ...new Set(bases.filter((base) => !base.startsWith('/')).map((base) => new URL(base).origin)),
]
