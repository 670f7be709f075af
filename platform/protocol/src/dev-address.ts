const first = 4100
const count = 800

/** Version of what a dev server serves: it changes with every edit and is released nowhere. */
export const developmentVersion = '000000000000'

/** Port of a piece's dev server, derived from its name (FNV-1a), so that nobody configures it. */
export function devPort(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return first + (hash % count)
}

/** Where a piece's dev server has its files; the folder of the version lies below. */
export const devBase = (name: string): string => `http://localhost:${devPort(name)}/dev/`
