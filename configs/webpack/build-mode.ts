/** `production` unless a dev server runs the build. */
export type BuildMode = 'production' | 'development'

export const buildMode = (): BuildMode =>
  process.env['NODE_ENV'] === 'development' ? 'development' : 'production'
