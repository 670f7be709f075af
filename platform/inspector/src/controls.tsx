import { useId, type ComponentProps, type ReactNode } from 'react'
import styles from './controls.module.css'

/** A small text button. */
export const Button = (props: ComponentProps<'button'>): ReactNode => (
  <button type="button" {...props} className={styles.button} />
)

export const CloseButton = ({
  label,
  onClick,
}: {
  readonly label: string
  readonly onClick: () => void
}): ReactNode => (
  <button type="button" aria-label={label} title={label} className={styles.close} onClick={onClick}>
    <svg aria-hidden viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.75">
      <path d="M5 5l10 10M15 5L5 15" strokeLinecap="round" />
    </svg>
  </button>
)

/** Parts that form a whole. */
export const InspectorIcon = (): ReactNode => (
  <svg aria-hidden viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.5">
    <path d="M2 2h5v5H2zM2 9h5v5H2zM9 9h5v5H9zM11.5 1.5v5M9 4h5" strokeLinejoin="round" strokeLinecap="round" />
  </svg>
)

export interface ViewSwitchProps<View extends string> {
  /** Accessible name of the group. */
  readonly label: string
  readonly views: readonly { readonly value: View; readonly label: string }[]
  readonly value: View
  readonly onChange: (view: View) => void
}

/** Switches between views, as a group of radio buttons. */
export function ViewSwitch<View extends string>({ label, views, value, onChange }: ViewSwitchProps<View>): ReactNode {
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className={styles.switch}>
      {views.map((view) => (
        <label key={view.value} className={styles.view}>
          <input
            type="radio"
            name={name}
            value={view.value}
            checked={view.value === value}
            onChange={() => onChange(view.value)}
            className={styles.radio}
          />
          {view.label}
        </label>
      ))}
    </div>
  )
}

export interface DataTableProps {
  readonly label: string
  readonly columns: readonly string[]
  /** `<tr>` elements that start with a `<th scope="row">`. */
  readonly children: ReactNode
}

/** A dense table with a sticky header. On a narrow screen it scrolls sideways. */
export const DataTable = ({ label, columns, children }: DataTableProps): ReactNode => (
  <table aria-label={label} className={styles.table}>
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)

/** A line of text in the place of content, or above it. */
export const Note = (props: {
  readonly role?: 'alert' | 'status' | undefined
  readonly children: ReactNode
}): ReactNode => (
  <p role={props.role} className={styles.note}>
    {props.children}
  </p>
)
