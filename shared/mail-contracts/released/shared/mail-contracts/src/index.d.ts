export { MailError, mailErrorCodes, type MailErrorCode } from './errors.ts';
export { capability, type CoreCapability, type Id, type Invocation, type JmapAccount, type JmapRequest, type JmapResponse, type JmapSession, type SetError, type StateChange, type UploadResponse, type UTCDate, } from './jmap/core.ts';
export type { Email, EmailAddress, EmailBodyPart, EmailBodyValue, EmailFilterCondition, EmailListing, EmailSubmission, Identity, Mailbox, MailboxRole, SearchSnippet, Thread, } from './jmap/mail.ts';
export { acceptedContracts, contractVersions, missingExports, moduleShapes, unsentPrefix, type ComposeModules, type ComposeRequest, type FoldersProps, type InboxModules, type MailModules, type SearchBoxProps, type SearchModules, type SettingsModules, } from './modules.ts';
export { previewFlag, previewTypeOf } from './preview.ts';
export { mailEvents } from './register.ts';
export { bootSchema, changePasswordSchema, defaultPreferences, minPasswordLength, preferencesSchema, sessionSchema, signInOptionsSchema, signInSchema, signUpSchema, type ChangePassword, type MailBoot, type MailBoot as Boot, type MailPreferences, type MailSession, type SignIn, type SignInOptions, type SignUp, } from './session.ts';
export { bootElementId, platformVersion, type Density, type FederatedName, type LoadRemote, type Override, type Preview, type RemoteModule, type Theme, } from '@atrium/protocol';
export type { EventMap, Preferences, RemoteModules, Session } from '@atrium/protocol/register';
