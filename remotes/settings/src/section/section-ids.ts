import type { IconName } from '@atrium/ui'

/** Sections in their order; each has the address `/settings/<id>`. */
export const sectionIds = ['appearance', 'language', 'reading', 'account', 'shortcuts', 'about'] as const

export type SectionId = (typeof sectionIds)[number]

export const sectionIcons: Readonly<Record<SectionId, IconName>> = {
  appearance: 'sun',
  language: 'globe',
  reading: 'mail-open',
  account: 'user',
  shortcuts: 'keyboard',
  about: 'info',
}

/** Which section a path names; the first one when it names none. */
export const sectionOf = (path: string): SectionId => {
  const named = path.split('/')[1]
  return sectionIds.find((id) => id === named) ?? sectionIds[0]
}
