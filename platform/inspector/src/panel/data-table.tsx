import type { ReactNode } from 'react'
import styles from './data-table.module.css'

export interface DataTableProps {
  readonly label: string
  readonly columns: readonly string[]
  /** `<tr>` elements, with a `<th scope="row">` at their start. */
  readonly children: ReactNode
}

/** A dense table whose head stays in sight. On a narrow screen it scrolls sideways. */
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
