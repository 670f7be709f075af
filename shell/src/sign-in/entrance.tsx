import { useStrings } from '@atrium/remote'
import { classNames, Icon, PasswordField, TextField } from '@atrium/ui'
import type { ReactNode } from 'react'
import { Mark } from '../frame/brand.tsx'
import { strings } from '../strings.ts'
import styles from './entrance.module.css'

// What the signed-out pages have in common.

export interface EntranceProps {
  readonly title: string
  readonly intro: string
  /** The form. */
  readonly children: ReactNode
  /** The way to the other page. */
  readonly foot: ReactNode
  /** Below the card. */
  readonly below?: ReactNode
}

/** The mark, one card, one task. */
export const Entrance = ({ title, intro, children, foot, below }: EntranceProps): ReactNode => (
  <main className={styles.entrance}>
    <div className={styles.card}>
      <div className={styles.head}>
        <Mark size={44} />
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.intro}>{intro}</p>
      </div>
      {children}
      {foot && <p className={styles.foot}>{foot}</p>}
    </div>
    {below && <div className={styles.below}>{below}</div>}
  </main>
)

export interface FormNoticeProps {
  readonly tone: 'neutral' | 'problem'
  readonly title: string
  readonly detail?: string | undefined
}

/** A notice above the fields of a form. A problem is announced at once. */
export const FormNotice = ({ tone, title, detail }: FormNoticeProps): ReactNode => (
  <div
    role={tone === 'problem' ? 'alert' : undefined}
    className={classNames(styles.notice, tone === 'problem' && styles.problem)}
  >
    <Icon name={tone === 'problem' ? 'warning' : 'info'} size={16} />
    <div>
      <p className={styles.noticeTitle}>{title}</p>
      {detail && <p className={styles.noticeDetail}>{detail}</p>}
    </div>
  </div>
)

export interface AddressFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
  readonly hint?: string
  /** Shown behind an address until one with a domain is typed. */
  readonly domain: string
  readonly readOnly: boolean
}

/** An address, of which the part before the @ is enough. */
export function AddressField({ value, onChange, error, hint, domain, readOnly }: AddressFieldProps): ReactNode {
  const t = useStrings(strings)
  return (
    <TextField
      label={t('address')}
      name="address"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
      hint={hint}
      suffix={value.includes('@') ? undefined : `@${domain}`}
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      inputMode="email"
      readOnly={readOnly}
    />
  )
}

export interface SecretFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
  readonly hint?: ReactNode
  /** Whether the password manager fills one in or makes one. */
  readonly kind: 'current-password' | 'new-password'
  readonly readOnly: boolean
}

/** The password of these pages. */
export function SecretField({ value, onChange, error, hint, kind, readOnly }: SecretFieldProps): ReactNode {
  const t = useStrings(strings)
  return (
    <PasswordField
      label={t('password')}
      revealLabel={t('showPassword')}
      concealLabel={t('hidePassword')}
      capsLockHint={t('capsLock')}
      name="password"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
      hint={hint}
      autoComplete={kind}
      readOnly={readOnly}
    />
  )
}
