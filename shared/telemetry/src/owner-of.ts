/** Whose code something was. */
export interface Owner {
  readonly remote: string
  readonly release: string
}

/** Releases lie below `/<name>/<version>/`, whatever the origin and the path before it. */
const releasePath = /\/([a-z][a-z0-9-]*)\/([0-9a-f]{12})\/[^\s)]*/g

/** Of foreign code: its error may be anything, and throw again when it is looked at. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack) : ''
  } catch {
    return ''
  }
}

/**
 * Reads from an error's stack which release it came from. The first frame outside of the shell
 * decides: React, which calls everything, lies in the shell.
 */
export function ownerOf(error: unknown): Owner {
  const stack = stackOf(error)
  const frames = [...stack.matchAll(releasePath)].map(([, remote = '', release = '']) => ({ remote, release }))
  return frames.find(({ remote }) => remote !== 'shell') ?? frames[0] ?? { remote: 'unknown', release: '' }
}
