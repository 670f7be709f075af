import { AtriumError, type ErrorFacts } from '@atrium/protocol';
/** Codes of mail and sign-in, beside those of the platform. Permanent: never renamed, never given another meaning. */
export declare const mailErrorCodes: {
    readonly UPSTREAM_UNREACHABLE: 'The mail server could not be reached';
    readonly MAIL_UNREACHABLE: 'The mail service could not be reached';
    readonly MAIL_ANSWER_INVALID: 'The mail service sent a response that cannot be used';
    readonly MAIL_REFUSED: 'The mail service refused the request';
    readonly ADDRESS_TAKEN: 'That address is already taken';
    readonly ADDRESS_INVALID: 'That is not an address this server can host';
    readonly PASSWORD_TOO_SHORT: 'The password is too short';
    readonly PASSWORD_NOT_HERE: 'The password of this account is not stored on this server';
    readonly ACCOUNT_DISABLED: 'The account is disabled';
    readonly APP_PASSWORDS_FULL: 'The account has as many app passwords as it may have';
    readonly CREDENTIALS_WRONG: 'Wrong address or password';
    readonly SIGN_UP_CLOSED: 'This server does not accept new accounts';
    readonly IMAGE_REFUSED: 'The image was not loaded';
    readonly MAIL_CHANGE_REFUSED: 'The change was not made';
    readonly MAIL_NOT_FOUND: 'The message is no longer there';
    readonly MAILBOX_MISSING: 'The folder does not exist';
    readonly DRAFT_NOT_SAVED: 'The draft was not saved';
    readonly DRAFT_SENT: 'The draft was already sent, from another window or by an attempt whose response was lost';
    readonly SEND_REFUSED: 'The message was not sent';
    readonly SEND_UNKNOWN: 'It is not known whether the message was sent';
    readonly UPLOAD_TOO_LARGE: 'The file is larger than the mail server accepts';
    readonly UPLOAD_STOPPED: 'The upload was stopped';
    readonly UPLOAD_FAILED: 'The file could not be uploaded';
    readonly DATA_DIR_UNWRITABLE: 'The data folder cannot be written';
    readonly DATA_DIR_IN_USE: 'The data folder is in use by another server';
    readonly DATABASE_BUSY: 'The database is locked by another process';
    readonly DISK_FULL: 'The disk of the server is full';
    readonly DATABASE_CORRUPT: 'The database file is damaged';
    readonly DATABASE_NEWER: 'The database was written by a newer Atrium';
};
export type MailErrorCode = keyof typeof mailErrorCodes;
type MailErrorTitles = typeof mailErrorCodes;
declare module '@atrium/protocol/register' {
    interface ProductErrorCodes extends MailErrorTitles {
    }
}
/** An `AtriumError` with a code of mail or sign-in. */
export declare class MailError extends AtriumError {
    constructor(code: MailErrorCode, about: Omit<ErrorFacts, 'title'>);
}
export {};
