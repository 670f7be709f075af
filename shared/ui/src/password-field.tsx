import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { IconButton } from './icon-button.tsx'
import { TextField, type TextFieldProps } from './text-field.tsx'

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'end' | 'suffix'> {
  /** Name of the button that shows the password: "Show password". */
  readonly revealLabel: string
  /** Its name while the password is shown: "Hide password". */
  readonly concealLabel: string
  /** Said while Caps Lock is on. Default: nothing is said. */
  readonly capsLockHint?: string | undefined
}

/** A password, which can be shown. */
export function PasswordField(props: PasswordFieldProps): ReactNode {
  const { revealLabel, concealLabel, capsLockHint, hint, onKeyDown, onKeyUp, onBlur, ...field } = props
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const watch = (event: KeyboardEvent<HTMLInputElement>): void => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <TextField
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      {...field}
      type={shown ? 'text' : 'password'}
      hint={capsLock && capsLockHint ? <output>{capsLockHint}</output> : hint}
      onKeyDown={(event) => {
        watch(event)
        onKeyDown?.(event)
      }}
      onKeyUp={(event) => {
        watch(event)
        onKeyUp?.(event)
      }}
      onBlur={(event) => {
        setCapsLock(false)
        onBlur?.(event)
      }}
      end={
        <IconButton
          icon={shown ? 'eye-off' : 'eye'}
          label={shown ? concealLabel : revealLabel}
          size="small"
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
