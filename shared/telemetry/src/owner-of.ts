/** Whose code something was. */
export interface Owner {
  readonly remote: string
  readonly release: string
}

/** Releases lie below `/<name>/<version>/`, whatever the origin and the path before it. */
const releasePath = /\/([a-z][a-z0-9-]*)\/([0-9a-f]{12})\/[^\s)]*/g

/**
 * Reads from an error's stack which release it came from. The first frame outside of the shell
 * decides: React, which calls everything, lies in the shell.
 */
export function ownerOf(error: unknown): Owner {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const frames = [...stack.matchAll(releasePath)].map(([, remote = '', release = '']) => ({ remote, release }))
  return frames.find(({ remote }) => remote !== 'shell') ?? frames[0] ?? { remote: 'unknown', release: '' }
}
