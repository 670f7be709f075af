export { readBoot, type HostBoot } from './boot.ts'
export {
  createHost,
  useHost,
  type CountSource,
  type FailureKind,
  type FailureViewProps,
  type Host,
  type HostOptions,
  type HostViews,
} from './create-host.ts'
export { foregroundFetch, whenIdle } from './idle.ts'
export { InspectorDock, type InspectorDockProps } from './inspector-dock.tsx'
export { keepRoot } from './page-guards.ts'
export { RemoteCount, type RemoteCountProps } from './remote-view.tsx'
export { navigate, resolveAddress, useAddress, type Address } from './routing.ts'
export type { OffReason } from './safe-mode.ts'
export {
  Badges,
  HostProvider,
  PageSlot,
  remoteSlots,
  Slot,
  useCommands,
  useDirectory,
  usePageTitle,
  type Command,
  type HostProviderProps,
  type PageSlotProps,
} from './slots.tsx'
export { startTelemetry } from './telemetry.ts'
