import type { PageProps } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import { useEffect, type ReactNode } from 'react'
import { About } from '../about/about.tsx'
import { Account } from '../account/account.tsx'
import { Appearance } from '../appearance/appearance.tsx'
import { Shortcuts } from '../keys/shortcuts.tsx'
import { Language } from '../language/language.tsx'
import { messages } from '../messages.ts'
import { Reading } from '../reading/reading.tsx'
import { Section } from '../section/section.tsx'
import { sectionIds, sectionOf, type SectionId } from '../section/section-ids.ts'
import { SectionList } from './section-list.tsx'
import styles from './settings-page.module.css'

const contents: Readonly<Record<SectionId, () => ReactNode>> = {
  appearance: Appearance,
  language: Language,
  reading: Reading,
  account: Account,
  shortcuts: Shortcuts,
  about: About,
}

const details = {
  appearance: 'appearanceDetail',
  language: 'languageDetail',
  reading: 'readingDetail',
  account: null,
  shortcuts: 'shortcutsDetail',
  about: 'aboutDetail',
} as const

/** Wide: a list of sections and one of them. Narrow: all of them, one below the other. */
export function SettingsPage({ route, navigate, onTitle }: PageProps): ReactNode {
  const t = useMessages(messages)
  const current = sectionOf(route.path)
  const title = t('title')
  useEffect(() => onTitle(title), [onTitle, title])
  useEffect(() => {
    if (route.path.includes(current)) document.getElementById(current)?.scrollIntoView()
  }, [route.path, current])
  return (
    <div className={styles.page}>
      <div className={styles.side}>
        <h1 className={styles.title}>{title}</h1>
        <SectionList current={current} navigate={navigate} />
      </div>
      <div className={styles.sections}>
        {sectionIds.map((id) => {
          const Content = contents[id]
          const detail = details[id]
          return (
            <Section key={id} id={id} title={t(id)} current={id === current} {...(detail ? { detail: t(detail) } : {})}>
              <Content />
            </Section>
          )
        })}
      </div>
    </div>
  )
}
