import { useLayoutEffect, useRef, type ReactNode } from 'react'
import styles from './choice.module.css'
import { Choice, type ChoiceProps } from './choice.tsx'

export interface CheckboxProps extends Omit<ChoiceProps, 'ref'> {
  /** Some of what it stands for is chosen. Default: false. */
  readonly indeterminate?: boolean | undefined
}

/** Yes or no, or some. */
export function Checkbox({ indeterminate = false, ...props }: CheckboxProps): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  // HTML has no attribute for it, and a click takes it away.
  useLayoutEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate
  })
  return <Choice {...props} ref={input} type="checkbox" markClass={styles.checkbox} />
}
