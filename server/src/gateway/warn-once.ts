/** Tells each line once. */
export function warnOnce(warn: (line: string) => void): (line: string) => void {
  const told = new Set<string>()
  return (line) => {
    if (told.has(line)) return
    told.add(line)
    warn(line)
  }
}
