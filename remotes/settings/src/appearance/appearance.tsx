import type { Density, Theme } from '@atrium/mail-contracts'
import { useMessages, useTheme, useWorkspace } from '@atrium/remote'
import { useId, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import { useChange } from '../section/use-change.ts'
import styles from './appearance.module.css'
import { DensityPreview } from './density-preview.tsx'
import { OptionCard } from './option-card.tsx'
import { ThemePreview } from './theme-preview.tsx'

const themes = [
  ['system', 'themeSystem'],
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
] as const satisfies readonly (readonly [Theme, string])[]

const densities = [
  ['comfortable', 'densityComfortable', 'densityComfortableHint'],
  ['compact', 'densityCompact', 'densityCompactHint'],
] as const satisfies readonly (readonly [Density, string, string])[]

function ThemeChoice(): ReactNode {
  const t = useMessages(messages)
  const { preference, resolved } = useTheme()
  const change = useChange()
  const group = useId()
  return (
    <fieldset>
      <legend className={styles.legend}>{t('theme')}</legend>
      <div className={styles.themes}>
        {themes.map(([theme, label]) => (
          <OptionCard
            key={theme}
            group={group}
            value={theme}
            checked={theme === preference}
            onChoose={() => void change({ theme })}
            label={t(label)}
            {...(theme === 'system' && preference === 'system' ? { hint: t('themeSystemNow', { theme: resolved }) } : {})}
            preview={<ThemePreview theme={theme} />}
          />
        ))}
      </div>
    </fieldset>
  )
}

function DensityChoice(): ReactNode {
  const t = useMessages(messages)
  const chosen = useWorkspace((state) => state.density)
  const change = useChange()
  const group = useId()
  return (
    <fieldset>
      <legend className={styles.legend}>{t('density')}</legend>
      <div className={styles.densities}>
        {densities.map(([density, label, hint]) => (
          <OptionCard
            key={density}
            group={group}
            value={density}
            checked={density === chosen}
            onChoose={() => void change({ density })}
            label={t(label)}
            hint={t(hint)}
            preview={<DensityPreview density={density} />}
          />
        ))}
      </div>
    </fieldset>
  )
}

/** How Atrium looks. What is chosen here is read from the shared store, and so is in force everywhere. */
export const Appearance = (): ReactNode => (
  <>
    <ThemeChoice />
    <DensityChoice />
  </>
)
