import { selfConfigured } from '../own-container.ts'

const shared = Object.fromEntries(
  ['react', 'react/jsx-runtime', 'react-dom', 'zustand'].map((library) => [
    library,
    { import: false, singleton: true, requiredVersion: false } as const,
  ]),
)

/** What a team gets that forgets to share one library: a copy of it in its own bundle. */
export default selfConfigured(import.meta.dirname, {
  shared,
  shareStrategy: 'loaded-first',
  experiments: { externalRuntime: true, optimization: { target: 'web', disableSnapshot: true, disableRemote: true } },
})
