import { selfConfigured } from '../own-container.ts'

/** What a team gets that shares nothing: its own React in its own bundle. */
export default selfConfigured(import.meta.dirname, {
  experiments: { optimization: { target: 'web', disableSnapshot: true, disableRemote: true } },
})
