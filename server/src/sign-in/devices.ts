/** Programs by what is in their `User-Agent`, the more particular first: most name others too. */
const programs: readonly (readonly [mark: string, name: string])[] = [
  ['Edg/', 'Edge'],
  ['EdgA/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
]

const systems: readonly (readonly [mark: string, name: string])[] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['CrOS', 'ChromeOS'],
  ['Windows', 'Windows'],
  ['Macintosh', 'macOS'],
  ['Linux', 'Linux'],
]

/** Characters of a `User-Agent` that are looked at. Beyond it: the rest is ignored. */
const maxUserAgent = 500

/** What a person would call a device: `Firefox on Linux`. Empty when its `User-Agent` names nothing known. */
export function deviceName(userAgent: string | undefined): string {
  const text = userAgent?.slice(0, maxUserAgent) ?? ''
  const named = (table: typeof programs): string | undefined => table.find(([mark]) => text.includes(mark))?.[1]
  return [named(programs), named(systems)].filter((name) => name !== undefined).join(' on ')
}
