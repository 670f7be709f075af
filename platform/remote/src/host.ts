/**
 * `@atrium/remote/host`: what only a host calls, and tests that stand in for one. A remote that imports it gets a
 * second copy of the shared store, which fails with `SECOND_COPY`.
 */
export { WorkspaceProvider, type WorkspaceProviderProps } from './contexts.tsx'
export { defineEvents, floodLimit, watchFloods, type EventShapes, type Flood } from './events.ts'
export { setFlags } from './flags.ts'
export { provideHost, setBasePath, type Host } from './host-connection.ts'
export { resetFailedViews } from './lazy-view.tsx'
export { beginSession, endSession } from './session.ts'
