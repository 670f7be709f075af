import type { CommandListProps } from '@atrium/mail-contracts'
import { ShortcutList } from '@atrium/mail-ui'
import type { Navigate, PageProps } from '@atrium/protocol'
import { hrefOf, lazyView, Slot, useContributions, useLocale, useStrings } from '@atrium/remote'
import { classNames, Icon, SkeletonRows, type IconName } from '@atrium/ui'
import { Suspense, useEffect, useMemo, type ReactNode } from 'react'
import { About } from './about.tsx'
import { Account } from './account.tsx'
import { Appearance } from './appearance.tsx'
import { Language } from './language.tsx'
import { MailList, Reading, Writing } from './mail.tsx'
import styles from './settings-page.module.css'
import { strings, type StringKey } from './strings.ts'

interface Section {
  /** Also the key of its title, and its address: `/settings/<id>`. */
  readonly id:
    | 'appearance'
    | 'language'
    | 'list'
    | 'reading'
    | 'writing'
    | 'account'
    | 'security'
    | 'shortcuts'
    | 'about'
  readonly icon: IconName
  readonly detail?: StringKey
  readonly Content: () => ReactNode
}

/** Not downloaded before it is shown. */
const LazySecurity = lazyView<Record<never, never>>(async () => ({
  default: (await import('./security.tsx')).Security,
}))

const Security = (): ReactNode => (
  <Suspense fallback={<SkeletonRows count={3} />}>
    <LazySecurity />
  </Suspense>
)

const firstSection: Section = { id: 'appearance', icon: 'sun', detail: 'appearanceDetail', Content: Appearance }

const sections: readonly Section[] = [
  firstSection,
  { id: 'language', icon: 'globe', detail: 'languageDetail', Content: Language },
  { id: 'list', icon: 'inbox', detail: 'listDetail', Content: MailList },
  { id: 'reading', icon: 'mail-open', detail: 'readingDetail', Content: Reading },
  { id: 'writing', icon: 'pencil', Content: Writing },
  { id: 'account', icon: 'user', Content: Account },
  { id: 'security', icon: 'shield-check', detail: 'securityDetail', Content: Security },
  { id: 'shortcuts', icon: 'keyboard', detail: 'shortcutsDetail', Content: ShortcutList },
  { id: 'about', icon: 'info', detail: 'aboutDetail', Content: About },
]

/** A section, of this remote or another. */
interface ShownSection {
  /** In its address: `/settings/<id>`. */
  readonly id: string
  readonly title: string
  readonly icon: IconName
  readonly detail?: string | undefined
  readonly content: ReactNode
}

/** The sections of this remote, then those that others contribute. */
function useSections(navigate: Navigate): ShownSection[] {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const contributions = useContributions('settings.section')
  const own = sections.map(({ id, icon, detail, Content }) => ({
    id,
    title: t(id),
    icon,
    detail: detail && t(detail),
    content: <Content />,
  }))
  const contributed = contributions.map(({ view, title, icon }) => ({
    id: view.replace('/', '-'),
    title: title?.[locale] ?? title?.[locale.split('-')[0] ?? 'en'] ?? title?.['en'] ?? view,
    icon: (icon ?? 'puzzle') as IconName,
    content: <Slot name="settings.section" only={view} props={{ navigate }} />,
  }))
  return [...own, ...contributed]
}

/** Offers the sections to the command palette. Renders nothing. */
export function SettingsCommands({ navigate, onCommands }: CommandListProps): ReactNode {
  const t = useStrings(strings)
  const commands = useMemo(
    () =>
      sections.map(({ id, icon }) => ({
        ...{ id: `settings:${id}`, icon, title: t('goToSection', { section: t(id) }) },
        run: () => navigate(`/settings/${id}`),
      })),
    [t, navigate],
  )
  useEffect(() => onCommands(commands), [onCommands, commands])
  return null
}

/** On a wide screen a list of sections and the current one, on a narrow screen all sections below each other. */
export function SettingsPage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useStrings(strings)
  const shown = useSections(navigate)
  const { id: current } = shown.find(({ id }) => id === route.path.split('/')[1]) ?? firstSection
  const title = t('title')
  useEffect(() => onTitle(title), [onTitle, title])
  useEffect(() => {
    if (route.path.includes(current)) document.getElementById(current)?.scrollIntoView()
  }, [route.path, current])
  return (
    <div className={styles.page}>
      <div className={styles.side}>
        <h1 className={styles.title}>{title}</h1>
        <SectionList sections={shown} current={current} navigate={navigate} />
      </div>
      <div className={styles.sections}>
        {shown.map(({ id, title: heading, detail, content }) => (
          // On a wide screen CSS hides all but the current section.
          <section
            key={id}
            id={id}
            aria-labelledby={`${id}-title`}
            className={classNames(styles.section, id !== current && styles.other)}
          >
            <h2 id={`${id}-title`} tabIndex={-1} className={styles.heading}>
              {heading}
            </h2>
            {detail && <p className={styles.detail}>{detail}</p>}
            {content}
          </section>
        ))}
      </div>
    </div>
  )
}

interface SectionListProps {
  readonly sections: readonly ShownSection[]
  readonly current: string
  readonly navigate: Navigate
}

function SectionList({ sections: shown, current, navigate }: SectionListProps): ReactNode {
  const t = useStrings(strings)
  return (
    <nav aria-label={t('sections')} className={styles.nav}>
      {shown.map(({ id, title, icon }) => (
        <a
          key={id}
          href={hrefOf(`/settings/${id}`)}
          aria-current={id === current ? 'page' : undefined}
          className={styles.link}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
            event.preventDefault()
            navigate(`/settings/${id}`)
          }}
        >
          <Icon name={icon} />
          {title}
        </a>
      ))}
    </nav>
  )
}
