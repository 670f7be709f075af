/**
 * How the workspace is put together: at run time from released remotes, or by one build that has all
 * of them in it. The latter is the way back, and what `pnpm bench` compares with.
 */
export type Composition = 'federated' | 'local'

/** `ATRIUM_COMPOSITION=local` is the one switch. Default: federated. */
export const composition = (): Composition =>
  process.env['ATRIUM_COMPOSITION'] === 'local' ? 'local' : 'federated'
