export { bootElementId, createBootSchema, overrideSchema, platformPreferencesSchema, platformSessionSchema, previewSchema, type Boot, type Density, type Override, type Preview, type Theme, } from './boot.ts';
export { adoptError, AtriumError, errorCodes, problemSchema, type ErrorCode, type ErrorFacts, type PlatformErrorCode, type Problem, } from './errors.ts';
export { changedFieldSchema, changeRecordSchema, stoppedCanariesSchema, stoppedCanarySchema, type ChangedField, type ChangeRecord, type StoppedCanaries, type StoppedCanary, } from './history.ts';
export type { InjectedFault, InspectedRemote, InspectorPanelProps, InspectorSource, RemoteOff, ReportedViolations, SharedCopy, } from './inspector.ts';
export { missingExports, type FederatedName, type LoadRemote, type ModuleShapes, type Navigate, type PageModule, type PageProps, type RemoteModule, type Route, type View, type ViewModule, } from './page.ts';
export { csrfHeader, devBase, developmentVersion, devPort, paths, vendorFile } from './paths.ts';
export { channelNameSchema, channelsSchema, digestSchema, directoryEntrySchema, listingSchema, pageRegistrySchema, provenEntrySchema, publicKeySchema, registryEntrySchema, registryHeadSchema, registrySchema, signatureSchema, signedHeadSchema, signedReleaseSchema, type Channels, type DirectoryEntry, type Listing, type PageRegistry, type ProvenEntry, type Registry, type RegistryEntry, type RegistryHead, type Signature, type SignedHead, type SignedRelease, } from './registry.ts';
export { integritySchema, navigationSchema, platformVersion, releaseRecordSchema, remoteNameSchema, versionSchema, type Navigation, type ReleaseRecord, } from './release-record.ts';
export type { TelemetryReport, TelemetryVisit } from './telemetry.ts';
