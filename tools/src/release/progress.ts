/** Shows a count in one line of a terminal; where lines are kept, nothing. */
export function counter(title: string, to: NodeJS.WriteStream = process.stderr): (done: number, total: number) => void {
  if (!to.isTTY) return () => {}
  return (done, total) => to.write(`\r\u001B[K${done < total ? `atrium: ${title}: ${done} of ${total}` : ''}`)
}

export const say = (line: string): void => void process.stderr.write(`atrium: ${line}\n`)
