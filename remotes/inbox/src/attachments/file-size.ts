const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Octets as people read them: `1.2 MB`. */
export function fileSize(octets: number, locale: string): string {
  const step = octets < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(octets) / 3))
  const value = octets / 1000 ** step
  const style = { style: 'unit', unit: units[step] ?? 'byte', unitDisplay: step === 0 ? 'narrow' : 'short' } as const
  return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value)
}
