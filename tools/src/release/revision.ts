import { spawnSync } from 'node:child_process'

const git = (folder: string, ...rest: string[]): string | undefined => {
  const { status, stdout } = spawnSync('git', ['-C', folder, ...rest], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** Revision of the source around a folder, marked where it holds what no revision has; undefined where there is none. */
export function revisionOf(folder: string): string | undefined {
  const named = process.env['ATRIUM_REVISION']
  if (named) return named
  const revision = git(folder, 'rev-parse', 'HEAD')
  return revision && (git(folder, 'status', '--porcelain') === '' ? revision : `${revision}-dirty`)
}
