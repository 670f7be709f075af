import type { DirectoryEntry } from '@atrium/protocol'
import type { IconName } from '@atrium/ui'
import type { NavigationItem } from '../frame/navigation-item.ts'
import { landingRemote, navigate, resolve } from '../routing/location.ts'
import { siteUrl } from '../site.ts'

export interface NavigationOptions {
  readonly directory: readonly DirectoryEntry[]
  readonly location: string
  readonly locale: string
  /** Unread conversations, shown at the mail's item. */
  readonly unread: number
  /** The person is about to open a remote. */
  readonly onIntent: (remote: string) => void
}

const addressOf = (remote: string): string => (remote === landingRemote ? '/' : `/${remote}`)

const titleIn = (titles: Readonly<Record<string, string>>, locale: string): string =>
  titles[locale] ?? titles[locale.split('-')[0] ?? 'en'] ?? titles['en'] ?? ''

/** An address of the workspace as something to click. */
export const linkTo = (address: string) => ({ href: siteUrl(address), onOpen: () => navigate(address) })

/** The pages that remotes offer, in their order. */
export function navigationItems({ directory, location, locale, unread, onIntent }: NavigationOptions): NavigationItem[] {
  const current = resolve(location).remote
  return directory
    .toSorted((a, b) => a.navigation.order - b.navigation.order || a.name.localeCompare(b.name))
    .map(({ name, navigation }) => ({
      id: name,
      label: titleIn(navigation.title, locale),
      icon: navigation.icon as IconName,
      current: name === current,
      ...(name === landingRemote ? { count: unread } : {}),
      ...linkTo(addressOf(name)),
      ...(name === current ? {} : { onIntent: () => onIntent(name) }),
    }))
}
