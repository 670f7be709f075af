/**
 * Libraries that exist once in the page. The host provides them; remotes bring none (`import: false`),
 * so none of them is ever downloaded from a remote.
 */
export const sharedLibraries = [
  'react',
  'react/jsx-runtime',
  'react-dom',
  'zustand',
  '@atrium/remote',
  '@atrium/mail',
  '@atrium/ui',
] as const

/** Shared as well, but fetched from the host only when a remote first needs them. */
export const lazySharedLibraries = ['@atrium/mail-html'] as const

/** `requiredVersion: false`: what fits is decided by the record's platform version, before any code runs. */
const singleton = { singleton: true, requiredVersion: false } as const

const provided = (eager: boolean, library: string) => ({
  ...singleton,
  eager,
  // A workspace package has one version at a time; a registry package brings its own.
  ...(library.startsWith('@atrium/') ? { version: '1.0.0' } : {}),
})

export const sharedByHost = () =>
  Object.fromEntries([
    ...sharedLibraries.map((library) => [library, provided(true, library)]),
    ...lazySharedLibraries.map((library) => [library, provided(false, library)]),
  ])

export const sharedByRemote = () =>
  Object.fromEntries(
    [...sharedLibraries, ...lazySharedLibraries].map((library) => [library, { ...singleton, import: false as const }]),
  )
