const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** 4,300,000 → "4.1 MB", in the person's language; counted in 1024s as files are. */
export const formatSize = (octets: number, locale: string): string => {
  const power = octets < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(octets) / Math.log(1024)))
  const value = octets / 1024 ** power
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value)
}
