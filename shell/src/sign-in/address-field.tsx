import { TextField } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'

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
  const t = useMessages(messages)
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
