import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

const read = <Result>(look: () => Result): Result | undefined => {
  try {
    return look()
  } catch {
    return undefined
  }
}

/** Inodes of the sockets that listen on a port, from the kernel's tables (state 0A is LISTEN). */
function listening(port: number): Set<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(
    (file) => read(() => readFileSync(file, 'utf8').split('\n')) ?? [],
  )
  const cells = rows.map((row) => row.trim().split(/\s+/))
  return new Set(
    cells.flatMap(([, local, , state, , , , , , inode]) =>
      local?.endsWith(suffix) && state === '0A' && inode ? [inode] : [],
    ),
  )
}

/** The command as it was typed, without its folders and without what may be secret in later arguments. */
const commandOf = (pid: string): string =>
  (read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '')
    .split('\0')
    .slice(0, 2)
    .map((part) => path.basename(part))
    .join(' ')
    .trim() || 'a program'

/** Who has a port: `node main.ts (process 4711)`. Undefined where the system does not tell. */
export function portOwner(port: number): string | undefined {
  const inodes = listening(port)
  if (inodes.size === 0) return undefined
  for (const pid of read(() => readdirSync('/proc')) ?? []) {
    if (!/^\d+$/.test(pid)) continue
    const has = (read(() => readdirSync(`/proc/${pid}/fd`)) ?? []).some((descriptor) => {
      const target = read(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? ''
      return inodes.has(target.slice('socket:['.length, -1))
    })
    if (has) return `${commandOf(pid)} (process ${pid})`
  }
  return undefined
}
