/** Where in a store everything lies. */
export const storeLayout = {
  /** Who gets what: the one document that changes with every release. */
  registry: 'registry.json',
  /** Canaries that gateways have stopped. */
  care: 'care.json',
  /** The highest serial of the registry that a gateway has had in force: an older registry is refused. */
  serial: 'serial.json',
  history: 'history/',
  /** A line of history. Digits enough for serials that count from the seconds since 1970; equal length keeps the order of names. */
  change: (serial: number): string => `history/${String(serial).padStart(12, '0')}.json`,
  releaseFolder: (name: string, version: string): string => `${name}/${version}/`,
  /** The signed record. It is written last: a release that has one is whole. */
  release: (name: string, version: string): string => `${name}/${version}/release.json`,
  /** Files of libraries, which the releases of a piece have in common. */
  vendorFolder: (name: string): string => `${name}/vendor/`,
  /** Source maps, apart from what is served. */
  mapFolder: (name: string, version: string): string => `maps/${name}/${version}/`,
} as const
