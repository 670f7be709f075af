export { bootElementId, bootSchema, type Boot, type Override, type Preview } from './boot.ts'
export { careSchema, stoppedCanarySchema, type Care, type StoppedCanary } from './care.ts'
export { changeSchema, moveSchema, type Change, type Move } from './change.ts'
export { acceptedContracts, contractVersions, platformVersion } from './contract-versions.ts'
export { devBase, developmentVersion, devPort } from './dev-address.ts'
export { adoptError, AtriumError, errorCodes, type ErrorCode } from './errors.ts'
export { wrongEventFields } from './event-shapes.ts'
export type { EventMap, EventName, EventSourceName } from './events.ts'
export {
  capability,
  type CoreCapability,
  type Id,
  type Invocation,
  type JmapAccount,
  type JmapRequest,
  type JmapResponse,
  type JmapSession,
  type SetError,
  type StateChange,
  type UploadResponse,
  type UTCDate,
} from './jmap/core.ts'
export type {
  Email,
  EmailAddress,
  EmailBodyPart,
  EmailBodyValue,
  EmailFilterCondition,
  EmailListing,
  EmailSubmission,
  Identity,
  Mailbox,
  MailboxRole,
  SearchSnippet,
  Thread,
} from './jmap/mail.ts'
export { csrfHeader, paths, vendorFile } from './paths.ts'
export { defaultPreferences, preferencesSchema, type Density, type Preferences, type Theme } from './preferences.ts'
export { previewFlag, previewTypeOf } from './preview.ts'
export { problemSchema, type Problem } from './problem.ts'
export {
  channelNameSchema,
  channelsSchema,
  directoryEntrySchema,
  listingSchema,
  pageRegistrySchema,
  provenEntrySchema,
  registryEntrySchema,
  registryHeadSchema,
  registrySchema,
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
  type SignedHead,
  type SignedRelease,
} from './registry.ts'
export {
  integritySchema,
  navigationSchema,
  releaseRecordSchema,
  remoteNameSchema,
  versionSchema,
  type Navigation,
  type ReleaseRecord,
} from './release-record.ts'
export { unsentPrefix, type ComposeModules, type ComposeRequest } from './remotes/compose.ts'
export type { FoldersProps, InboxModules } from './remotes/inbox.ts'
export type {
  InjectedFault,
  InspectedRemote,
  InspectorModules,
  InspectorPanelProps,
  InspectorSource,
  RemoteOff,
  ReportedViolations,
  SharedCopy,
} from './remotes/inspector.ts'
export { missingExports, moduleShapes } from './remotes/module-shapes.ts'
export type { FederatedName, LoadRemote, RemoteModule, RemoteModules } from './remotes/modules.ts'
export type { SearchBoxProps, SearchModules } from './remotes/search.ts'
export type { SettingsModules } from './remotes/settings.ts'
export type { Navigate, PageModule, PageProps, Route, View, ViewModule } from './remotes/view.ts'
export {
  changePasswordSchema,
  minPasswordLength,
  sessionSchema,
  signInSchema,
  signUpSchema,
  type ChangePassword,
  type Session,
  type SignIn,
  type SignUp,
} from './session.ts'
export type { TelemetryReport, TelemetryVisit } from './telemetry.ts'
export { wrongStateFields, type Toast, type WorkspaceState } from './workspace-state.ts'
export { digestSchema, publicKeySchema, signatureSchema, type Signature } from './signing.ts'
