export {
  appPasswordSchema,
  newAppPasswordSchema,
  signedInDevicesSchema,
  type AppPassword,
  type NewAppPassword,
  type SignedInDevice,
} from './account-access.ts'
export { MailError, mailErrorCodes } from './errors.ts'
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
  type MailFilter,
  type MailFilterCondition,
  type SearchSnippet,
  type Thread,
  type VacationResponse,
} from './jmap/mail.ts'
export {
  acceptedContracts,
  contractVersions,
  missingExports,
  moduleShapes,
  unsentPrefix,
  type CommandListProps,
  type ComposeModules,
  type ComposeRequest,
  type ConversationsProps,
  type FoldersProps,
  type InboxModules,
  type OfferedCommand,
  type SearchBoxProps,
  type SearchModules,
  type SettingsModules,
} from './modules.ts'
export { mailPaths, previewFlag, previewTypeOf } from './paths.ts'
export { mailEvents } from './register.ts'
export { skipSubjectPrefixes, type SubjectPrefix, unflowText } from './message-text.ts'
export {
  bootSchema,
  changePasswordSchema,
  defaultPreferences,
  minPasswordLength,
  preferencesSchema,
  sessionSchema,
  signInSchema,
  signUpSchema,
  type ChangePassword,
  type MailBoot,
  type MailPreferences,
  type MailSession,
  type SignIn,
  type SignInOptions,
  type SignUp,
} from './session.ts'

// For @atrium/compose, until it names the packages that declare these.
export type { Id } from '@atrium/jmap/types'
export type { Session } from '@atrium/protocol/register'
