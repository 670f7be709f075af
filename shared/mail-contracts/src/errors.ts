import { jmapErrorCodes } from '@atrium/jmap/types'
import { AtriumError, type ErrorFacts } from '@atrium/protocol'

/** Codes of mail and sign-in, beside those of the platform. Permanent: never renamed, never given another meaning. */
export const mailErrorCodes = {
  ADDRESS_TAKEN: 'That address is already taken',
  ADDRESS_INVALID: 'That is not an address this server can host',
  PASSWORD_TOO_SHORT: 'The password is too short',
  PASSWORD_NOT_HERE: 'The password of this account is not stored on this server',
  ACCOUNT_DISABLED: 'The account is disabled',
  APP_PASSWORDS_FULL: 'The account has as many app passwords as it may have',
  CREDENTIALS_WRONG: 'Wrong address or password',
  SIGN_UP_CLOSED: 'This server does not accept new accounts',
  IMAGE_REFUSED: 'The image was not loaded',
  ...jmapErrorCodes,
  MAIL_CHANGE_REFUSED: 'The change was not made',
  MAIL_NOT_FOUND: 'The message is no longer there',
  MAILBOX_MISSING: 'The folder does not exist',
  DRAFT_NOT_SAVED: 'The draft was not saved',
  DRAFT_SENT: 'The draft was already sent, from another window or by an attempt whose response was lost',
  SEND_REFUSED: 'The message was not sent',
  SEND_UNKNOWN: 'It is not known whether the message was sent',
  UPLOAD_TOO_LARGE: 'The file is larger than the mail server accepts',
  UPLOAD_STOPPED: 'The upload was stopped',
  UPLOAD_FAILED: 'The file could not be uploaded',
  DATA_DIR_UNWRITABLE: 'The data folder cannot be written',
  DATA_DIR_IN_USE: 'The data folder is in use by another server',
  DATABASE_BUSY: 'The database is locked by another process',
  DISK_FULL: 'The disk of the server is full',
  DATABASE_CORRUPT: 'The database file is damaged',
  DATABASE_NEWER: 'The database was written by a newer Atrium',
} as const

export type MailErrorCode = keyof typeof mailErrorCodes

type MailErrorTitles = typeof mailErrorCodes

declare module '@atrium/protocol/register' {
  interface ProductErrorCodes extends MailErrorTitles {}
}

/** An `AtriumError` with a code of mail or sign-in. */
export class MailError extends AtriumError {
  constructor(code: MailErrorCode, about: Omit<ErrorFacts, 'title'>) {
    super(code, { ...about, title: mailErrorCodes[code] })
  }
}
