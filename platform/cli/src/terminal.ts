/** What the user typed is not a command. The program ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reports progress or a problem on standard error; results go to standard output. */
export const say = (line: string): void => void process.stderr.write(`atrium: ${line}\n`)

/** Shows a count in one line of a terminal; shows nothing where output is kept as lines, as in CI. */
export function counter(title: string, to: NodeJS.WriteStream = process.stderr): (done: number, total: number) => void {
  if (!to.isTTY) return () => {}
  return (done, total) => to.write(`\r\u001B[K${done < total ? `atrium: ${title}: ${done} of ${total}` : ''}`)
}

/** Rows with columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, column) => Math.max(cell.length, known[column] ?? 0)),
    [],
  )
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
