import type { RegistryHead } from '@atrium/protocol'

const day = 24 * 3_600_000

/** Milliseconds before its end from which the registry should be signed again: a third of the time it is given. */
const soon = 30 * day

const advice = 'Sign it again: pnpm release refresh.'

function lineFor({ serial, expires }: RegistryHead, left: number): string | undefined {
  if (left <= 0) return `the registry (serial ${serial}) has expired on ${expires.slice(0, 10)}: browsers refuse what it lists. ${advice}`
  if (left < soon) return `the registry (serial ${serial}) expires on ${expires.slice(0, 10)}, ${Math.ceil(left / day)} days from now: from then on browsers refuse what it lists. ${advice}`
  return undefined
}

/** Tells once when the registry in force is near its end, and once when it has expired. */
export function expiryWatch(warn: (line: string) => void, now: () => number = Date.now): (head: RegistryHead) => void {
  const told = new Set<string>()
  return (head) => {
    const left = Date.parse(head.expires) - now()
    const state = `${head.serial} ${left <= 0}`
    const line = lineFor(head, left)
    if (line === undefined || told.has(state)) return
    told.add(state)
    warn(line)
  }
}
