export {
  bootElementId,
  createBootSchema,
  overrideSchema,
  platformPreferencesSchema,
  platformSessionSchema,
  previewSchema,
  type Boot,
  type Density,
  type Override,
  type Preview,
  type Theme,
} from './boot.ts'
export {
  adoptError,
  AtriumError,
  errorCodes,
  problemSchema,
  type ErrorCode,
  type ErrorFacts,
  type PlatformErrorCode,
  type Problem,
} from './errors.ts'
export { channelNameSchema, flagNameSchema, type Flag, type FlagStates } from './flags.ts'
export {
  changedFieldSchema,
  changeRecordSchema,
  stoppedCanariesSchema,
  stoppedCanarySchema,
  type ChangedField,
  type ChangeRecord,
  type StoppedCanaries,
  type StoppedCanary,
} from './history.ts'
export type {
  InjectedFault,
  InspectedFlag,
  InspectedGrant,
  InspectedRemote,
  InspectedSlot,
  InspectorPanelProps,
  InspectorSource,
  RemoteOff,
  ReportedViolations,
  SharedCopy,
} from './inspector.ts'
export {
  missingExports,
  type ModuleShapes,
  type Navigate,
  type PageModule,
  type PageProps,
  type Route,
  type View,
  type ViewModule,
} from './page.ts'
export { grantedOf, policyKinds, policySchema, type PolicyKind, type RemotePolicy } from './policy.ts'
export { csrfHeader, devBase, developmentVersion, devPort, paths, switchedOffHeader, vendorFile } from './paths.ts'
export {
  channelsSchema,
  digestSchema,
  directoryEntrySchema,
  listingSchema,
  pageRegistrySchema,
  provenEntrySchema,
  publicKeySchema,
  registryEntrySchema,
  registryHeadSchema,
  registrySchema,
  signatureSchema,
  signedHeadSchema,
  signedReleaseSchema,
  type Channels,
  type DirectoryEntry,
  type Listing,
  type PageRegistry,
  type ProvenEntry,
  type Registry,
  type RegistryEntry,
  type RegistryHead,
  type Signature,
  type SignedHead,
  type SignedRelease,
} from './registry.ts'
export {
  federatedNameSchema,
  integritySchema,
  navigationSchema,
  platformRange,
  platformsOf,
  platformVersion,
  providedPlatforms,
  releaseRecordSchema,
  remoteNameSchema,
  requirementSchema,
  runsOn,
  versionSchema,
  type ModuleShape,
  type Navigation,
  type ReleaseRecord,
  type Requirement,
} from './release-record.ts'
export {
  contributionsTo,
  frameSlots,
  slotsSchema,
  takesMediaType,
  type Contributed,
  type Contribution,
  type SlotsOfRemote,
} from './slots.ts'
export type { TelemetryReport, TelemetryVisit } from './telemetry.ts'
export type { FederatedName, LoadRemote, RemoteModule } from './register.ts'
export { rangeSchema, satisfies, semverSchema } from './version-range.ts'
