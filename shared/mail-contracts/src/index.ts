export type {
  CoreCapability,
  Id,
  Invocation,
  JmapAccount,
  JmapRequest,
  JmapResponse,
  JmapSession,
  SetError,
  StateChange,
  UploadResponse,
  UTCDate,
} from '@atrium/jmap/types'
export { MailError, mailErrorCodes, type MailErrorCode } from './errors.ts'
export {
  capability,
  type Email,
  type EmailAddress,
  type EmailBodyPart,
  type EmailBodyValue,
  type EmailFilter,
  type EmailFilterCondition,
  type EmailListing,
  type EmailSubmission,
  type Identity,
  type Mailbox,
  type MailboxRole,
  type SearchSnippet,
  type Thread,
} from './jmap/mail.ts'
export {
  acceptedContracts,
  contractVersions,
  missingExports,
  moduleShapes,
  unsentPrefix,
  type ComposeModules,
  type ComposeRequest,
  type FoldersProps,
  type InboxModules,
  type MailModules,
  type SearchBoxProps,
  type SearchModules,
  type SettingsModules,
} from './modules.ts'
export { mailPaths } from './paths.ts'
export { previewFlag, previewTypeOf } from './preview.ts'
export { mailEvents } from './register.ts'
export {
  bootSchema,
  changePasswordSchema,
  defaultPreferences,
  minPasswordLength,
  preferencesSchema,
  sessionSchema,
  signInOptionsSchema,
  signInSchema,
  signUpSchema,
  type ChangePassword,
  type MailBoot,
  type MailBoot as Boot,
  type MailPreferences,
  type MailSession,
  type SignIn,
  type SignInOptions,
  type SignUp,
} from './session.ts'

// Until every importer names the package that declares these.
export {
  bootElementId,
  platformVersion,
  type Density,
  type FederatedName,
  type LoadRemote,
  type Override,
  type Preview,
  type RemoteModule,
  type Theme,
} from '@atrium/protocol'
export type { EventMap, Preferences, RemoteModules, Session } from '@atrium/protocol/register'
