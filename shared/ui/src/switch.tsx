import type { ReactNode } from 'react'
import styles from './choice.module.css'
import { Choice, type ChoiceProps } from './choice.tsx'
import { classNames } from './class-names.ts'

export interface SwitchProps extends ChoiceProps {
  /** Words first and the switch at the end of the line, as in a list of settings. Default: false. */
  readonly spread?: boolean | undefined
}

/** On or off, in force at once. */
export const Switch = ({ spread = false, className, ...props }: SwitchProps): ReactNode => (
  <Choice
    {...props}
    type="switch"
    markClass={styles.switch}
    className={classNames(spread && styles.spread, className)}
  />
)
