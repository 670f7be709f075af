/** Groups of people by name: addresses, or `*@domain` for all of a domain. */
export type Cohorts = ReadonlyMap<string, readonly string[]>

/** Groups that an address is in. Addresses are compared in lower case. */
export function cohortsOf(cohorts: Cohorts, address: string): Set<string> {
  const own = address.toLowerCase()
  const everybody = `*${own.slice(own.lastIndexOf('@'))}`
  const isIn = (members: readonly string[]): boolean => members.includes(own) || members.includes(everybody)
  return new Set([...cohorts].filter(([, members]) => isIn(members)).map(([name]) => name))
}
