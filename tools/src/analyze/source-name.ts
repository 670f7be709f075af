/** What a module of a bundle is, by the name its source map gives it. */
export interface SourceName {
  /** Registry package, room of ours (`shared/ui`, `remotes/inbox`), or `webpack` for what the bundler adds. */
  readonly owner: string
  /** The file within it. */
  readonly file: string
}

const packaged = /^((?:@[^/]+\/)?[^/]+)\/([^?]*)/
const own = /^(platform\/[^/]+|shared\/[^/]+|remotes\/[^/]+|shell|configs)\/([^?]*)/

/** Splits a source map's name, whatever the bundler put before the path. */
export function sourceName(source: string): SourceName {
  const file = source.replace(/^webpack:\/\/[^/]*\//, '').replace(/^\.\//, '')
  // The innermost package: `.pnpm/a/node_modules/a/file` is a's.
  const inner = file.split('node_modules/').at(-1) ?? ''
  const [, owner, rest] = (file.includes('node_modules/') ? packaged : own).exec(inner) ?? []
  return owner === undefined ? { owner: 'webpack', file } : { owner, file: rest ?? '' }
}
