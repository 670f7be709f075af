import type { Density, Theme } from '@atrium/protocol'
import { useLocale, useStrings, useTheme, useWorkspace } from '@atrium/remote'
import { Avatar, classNames, Icon } from '@atrium/ui'
import { useId, type ReactNode } from 'react'
import { useSavePreferences } from './actions.ts'
import styles from './appearance.module.css'
import { strings } from './strings.ts'

/** Theme and density. Both are in the shared store, so a change applies to all remotes. */
export const Appearance = (): ReactNode => (
  <>
    <ThemeChoice />
    <DensityChoice />
  </>
)

const themes = [
  ['system', 'themeSystem'],
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
] as const satisfies readonly (readonly [Theme, string])[]

function ThemeChoice(): ReactNode {
  const t = useStrings(strings)
  const { preference, resolved } = useTheme()
  const savePreferences = useSavePreferences()
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
            onSelect={() => void savePreferences({ theme })}
            label={t(label)}
            {...(theme === 'system' && preference === 'system'
              ? { hint: t('themeSystemNow', { theme: resolved }) }
              : {})}
            preview={<ThemePreview theme={theme} />}
          />
        ))}
      </div>
    </fieldset>
  )
}

const densities = [
  ['comfortable', 'densityComfortable', 'densityComfortableHint'],
  ['compact', 'densityCompact', 'densityCompactHint'],
] as const satisfies readonly (readonly [Density, string, string])[]

function DensityChoice(): ReactNode {
  const t = useStrings(strings)
  const current = useWorkspace((state) => state.density)
  const savePreferences = useSavePreferences()
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
            checked={density === current}
            onSelect={() => void savePreferences({ density })}
            label={t(label)}
            hint={t(hint)}
            preview={<DensityPreview density={density} />}
          />
        ))}
      </div>
    </fieldset>
  )
}

interface OptionCardProps {
  /** The same for all cards of a choice. */
  readonly group: string
  readonly value: string
  readonly checked: boolean
  readonly onSelect: () => void
  readonly label: string
  readonly hint?: string
  /** Decorative. */
  readonly preview: ReactNode
}

/** A radio button with a preview. */
function OptionCard({ group, value, checked, onSelect, label, hint, preview }: OptionCardProps): ReactNode {
  const hintId = useId()
  return (
    <label className={classNames(styles.card, checked && styles.checked)}>
      <input
        type="radio"
        name={group}
        value={value}
        checked={checked}
        aria-label={label}
        aria-describedby={hint ? hintId : undefined}
        onChange={onSelect}
        className={styles.input}
      />
      <span aria-hidden className={styles.preview}>
        {preview}
      </span>
      <span className={styles.text}>
        <span className={styles.label}>
          {label}
          {checked && <Icon name="circle-check" size={16} />}
        </span>
        {hint && (
          <span id={hintId} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}

/** A miniature of the workspace in the colours of a theme. `system` is half light, half dark. */
const ThemePreview = ({ theme }: { readonly theme: Theme }): ReactNode => (
  <span className={styles.workspace}>
    {theme === 'system' ? (
      <>
        <Miniature theme="light" />
        <span className={styles.half}>
          <Miniature theme="dark" />
        </span>
      </>
    ) : (
      <Miniature theme={theme} />
    )}
  </span>
)

const Miniature = ({ theme }: { readonly theme: 'light' | 'dark' }): ReactNode => (
  <span className={classNames(styles.window, styles[theme])}>
    <span className={styles.rail}>
      <span className={styles.compose} />
      <span className={styles.folder} />
      <span className={styles.folder} />
    </span>
    <span className={styles.sheet}>
      {['70%', '54%', '62%', '46%'].map((inlineSize, index) => (
        <span key={inlineSize} className={classNames(styles.mail, index === 1 && styles.selected)}>
          <span className={styles.dot} />
          <span className={styles.line} style={{ inlineSize }} />
        </span>
      ))}
    </span>
  </span>
)

const sampleMessages = [
  ['sampleSender1', 'sampleSubject1', 'ada@example.org', 11, 20],
  ['sampleSender2', 'sampleSubject2', 'library@example.org', 9, 5],
  ['sampleSender3', 'sampleSubject3', 'kenji@example.org', 8, 40],
  ['sampleSender1', 'sampleSubject4', 'ada@example.org', 8, 12],
] as const

/** Rows of a message list at a density; the first message is unread. */
function DensityPreview({ density }: { readonly density: Density }): ReactNode {
  const t = useStrings(strings)
  const { locale } = useLocale()
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
  const compact = density === 'compact'
  return (
    <span className={classNames(styles.messages, compact && styles.compact)}>
      {sampleMessages.slice(0, compact ? 4 : 2).map(([sender, subject, address, hour, minute], index) => (
        <span key={subject} className={classNames(styles.message, index === 0 && styles.unread)}>
          {!compact && <Avatar address={address} name={t(sender)} size="small" />}
          <span className={styles.messageText}>
            <span className={styles.sender}>{t(sender)}</span>
            <span className={styles.subject}>{t(subject)}</span>
          </span>
          <span className={styles.time}>{time.format(new Date(2026, 0, 5, hour, minute))}</span>
        </span>
      ))}
    </span>
  )
}
