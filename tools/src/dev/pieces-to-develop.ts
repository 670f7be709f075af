import { devPort } from '@atrium/protocol'
import { portHolder } from './port-holder.ts'

const twice = (names: readonly string[]): string | undefined => {
  const clash = names.find((name, index) => names.findIndex((other) => devPort(other) === devPort(name)) !== index)
  const other = names.find((name) => clash !== undefined && devPort(name) === devPort(clash))
  return clash && `${other} and ${clash} have the same port, ${devPort(clash)}: develop one at a time, or rename one`
}

/**
 * Checks what `pnpm dev` was given; nothing means every piece.
 *
 * @throws Error in words for the terminal.
 */
export async function piecesToDevelop(named: readonly string[], known: readonly string[]): Promise<readonly string[]> {
  const unknown = named.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; known are ${known.join(', ')}`)
  const chosen = named.length > 0 ? [...new Set(named)] : known
  const clash = twice(chosen)
  if (clash) throw new Error(clash)
  for (const name of chosen) {
    const holder = await portHolder(devPort(name))
    if (holder) throw new Error(`port ${devPort(name)} of ${name} is taken by ${holder}. End that first`)
  }
  return chosen
}
