export { ownerOf, type Owner } from './owner-of.ts'
export type { Reporter } from './reporter.ts'
export { startTelemetry, type TelemetryOptions } from './start-telemetry.ts'
