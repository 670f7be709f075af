import type { Identity } from '@atrium/mail-contracts'
import { Button } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useState, type ReactNode, type Ref } from 'react'
import { AddressField } from '../address/address-field.tsx'
import { formatAddress } from '../address/format-address.ts'
import { messages } from '../messages.ts'
import type { Draft } from './draft.ts'
import styles from './draft-fields.module.css'

export interface DraftFieldsProps {
  readonly draft: Draft
  readonly identities: readonly Identity[]
  readonly onChange: (patch: Partial<Draft>) => void
  readonly toRef: Ref<HTMLInputElement>
  readonly subjectRef: Ref<HTMLInputElement>
}

/** A field that somebody has asked for takes the focus as it appears. */
const focusOnce = (input: HTMLInputElement | null): void => input?.focus()

function FromField({ draft, identities, onChange }: Pick<DraftFieldsProps, 'draft' | 'identities' | 'onChange'>): ReactNode {
  const t = useMessages(messages)
  return (
    <label className={styles.line}>
      <span className={styles.label}>{t('from')}</span>
      <select
        className={styles.select}
        value={draft.identityId ?? identities[0]?.id}
        onChange={(event) => onChange({ identityId: event.target.value })}
      >
        {identities.map((identity) => (
          <option key={identity.id} value={identity.id}>
            {formatAddress({ name: identity.name, email: identity.email })}
          </option>
        ))}
      </select>
    </label>
  )
}

function SubjectField({ draft, onChange, subjectRef }: Pick<DraftFieldsProps, 'draft' | 'onChange' | 'subjectRef'>): ReactNode {
  const t = useMessages(messages)
  return (
    <div className={styles.line}>
      <input
        ref={subjectRef}
        type="text"
        dir="auto"
        aria-label={t('subject')}
        placeholder={t('subject')}
        maxLength={900}
        value={draft.subject}
        onChange={(event) => onChange({ subject: event.target.value })}
        className={styles.subject}
      />
    </div>
  )
}

const copies = ['cc', 'bcc'] as const

type Copy = (typeof copies)[number]

/** Everything above the text: who, to whom, about what. Cc and Bcc come when they are wanted. */
export function DraftFields({ draft, identities, onChange, toRef, subjectRef }: DraftFieldsProps): ReactNode {
  const t = useMessages(messages)
  const [asked, setAsked] = useState<readonly Copy[]>([])
  const shows = (field: Copy): boolean => draft[field].length > 0 || asked.includes(field)
  const buttons = copies.filter((field) => !shows(field))
  return (
    <>
      {identities.length > 1 && <FromField draft={draft} identities={identities} onChange={onChange} />}
      <AddressField
        label={t('to')}
        value={draft.to}
        onChange={(to) => onChange({ to })}
        inputRef={toRef}
        end={buttons.map((field) => (
          <Button
            key={field}
            variant="quiet"
            size="small"
            aria-label={t(field === 'cc' ? 'showCc' : 'showBcc')}
            onClick={() => setAsked([...asked, field])}
          >
            {t(field)}
          </Button>
        ))}
      />
      {copies.filter(shows).map((field) => (
        <AddressField
          key={field}
          label={t(field)}
          value={draft[field]}
          onChange={(value) => onChange({ [field]: value })}
          inputRef={asked.at(-1) === field ? focusOnce : undefined}
        />
      ))}
      <SubjectField draft={draft} onChange={onChange} subjectRef={subjectRef} />
    </>
  )
}
