import * as v from 'valibot';
/**
 * Every error that crosses a bundle, a process or the network has a code in this table.
 * A code is permanent: it is never renamed and never given another meaning.
 */
export declare const errorCodes: {
    readonly REMOTE_UNKNOWN: 'No such remote in the registry';
    readonly REMOTE_DISABLED: 'The remote is switched off';
    readonly REMOTE_OFFLINE: 'The browser is offline';
    readonly REMOTE_TIMEOUT: 'The remote did not answer in time';
    readonly REMOTE_LOAD_FAILED: 'A file of the remote could not be fetched';
    readonly REMOTE_REFUSED: 'A file of the remote is not the one that was released';
    readonly REMOTE_THREW: 'The remote failed while it was starting';
    readonly REMOTE_RENDER_FAILED: 'The remote failed while it was drawing';
    readonly REMOTE_EXPOSES_NOTHING: 'The remote does not expose that module';
    readonly REMOTE_CONTRACT_MISMATCH: 'The remote was released against a contract this host does not know';
    readonly REMOTE_SHAPE_WRONG: 'The exposed module does not have the shape its contract promises';
    readonly SECOND_COPY: 'A library that must exist once is in the page twice';
    readonly HOOK_STATE_SPLIT: 'An exposed hook keeps a state per caller';
    readonly EVENT_SHAPE_WRONG: 'An event does not have the shape it promises';
    readonly STATE_SHAPE_WRONG: 'What was to be written into the shared store does not have the shape of it';
    readonly EVENTS_FLOODED: 'A remote sends more events than anybody can hear';
    readonly REGISTRY_INVALID: 'The registry document is not valid';
    readonly REGISTRY_UNREACHABLE: 'The registry does not respond';
    readonly REGISTRY_UNSIGNED: 'The registry is not signed by a key this page was built to trust';
    readonly REGISTRY_EXPIRED: 'The registry is older than it may be';
    readonly REGISTRY_ROLLED_BACK: 'The registry is older than one seen before';
    readonly RELEASE_UNPROVEN: 'The release is not one that the signed registry lists';
    readonly STORE_UNREACHABLE: 'The store of releases does not answer';
    readonly STORE_REFUSED: 'The store of releases refuses the request';
    readonly ADDRESS_TAKEN: 'That address already has an account';
    readonly ADDRESS_INVALID: 'That is not an address this server can host';
    readonly PASSWORD_TOO_SHORT: 'The password is too short';
    readonly PASSWORD_NOT_HERE: 'The password of this account is not kept here';
    readonly CREDENTIALS_WRONG: 'Name or password is wrong';
    readonly SIGNED_OUT: 'There is no session';
    readonly CSRF_REFUSED: 'The request did not come from this page';
    readonly RATE_LIMITED: 'Too many attempts';
    readonly REQUEST_INVALID: 'The request does not have the expected shape';
    readonly NOT_FOUND: 'There is nothing at this address';
    readonly SIGN_UP_CLOSED: 'This server takes no new accounts';
    readonly SERVER_FAILED: 'The server failed';
    readonly IMAGE_REFUSED: 'The picture was not fetched';
    readonly UPSTREAM_UNREACHABLE: 'The mail server does not answer';
    readonly MAIL_UNREACHABLE: 'The mail service could not be reached';
    readonly MAIL_ANSWER_INVALID: 'The mail service gave an answer that cannot be used';
    readonly MAIL_REFUSED: 'The mail service refused the request';
    readonly MAIL_CHANGE_REFUSED: 'The change was not made';
    readonly MAIL_NOT_FOUND: 'The message is no longer there';
    readonly MAILBOX_MISSING: 'The folder does not exist';
    readonly DRAFT_NOT_SAVED: 'The draft was not saved';
    readonly DRAFT_SENT: 'The draft was sent already, from another window or by an attempt whose answer was lost';
    readonly SEND_REFUSED: 'The message was not sent';
    readonly SEND_UNKNOWN: 'It is not known whether the message was sent';
    readonly UPLOAD_TOO_LARGE: 'The file is larger than the mail server takes';
    readonly UPLOAD_STOPPED: 'The upload was stopped';
    readonly UPLOAD_FAILED: 'The file could not be uploaded';
    readonly CONFIG_INVALID: 'A configuration variable has a value that cannot be used';
    readonly PORT_IN_USE: 'The port is taken';
    readonly DATA_DIR_UNWRITABLE: 'The data folder cannot be written';
    readonly DATABASE_CORRUPT: 'The database file is damaged';
    readonly DATA_DIR_IN_USE: 'The data folder is in use by another server';
    readonly DATABASE_BUSY: 'The database is locked by another process';
    readonly DISK_FULL: 'The disk of the server is full';
    readonly DATABASE_NEWER: 'The database was written by a newer Atrium';
};
export type ErrorCode = keyof typeof errorCodes;
/**
 * An error with a code from the table.
 * `subject` names the thing it happened to, `remedy` what the reader can do.
 */
export declare class AtriumError extends Error {
    readonly code: ErrorCode;
    readonly subject: string;
    readonly remedy: string;
    constructor(code: ErrorCode, about: {
        subject: string;
        remedy: string;
        cause?: unknown;
    });
}
/**
 * An `AtriumError` of whichever bundle, as one of this bundle: each bundle has its own copy of the class.
 * Undefined for everything else.
 */
export declare function adoptError(thrown: unknown): AtriumError | undefined;
/** Body of every failed answer of the gateway, `application/problem+json` (RFC 9457). */
export declare const problemSchema: v.ObjectSchema<{
    readonly status: v.NumberSchema<undefined>;
    readonly code: v.PicklistSchema<("ADDRESS_INVALID" | "ADDRESS_TAKEN" | "CONFIG_INVALID" | "CREDENTIALS_WRONG" | "CSRF_REFUSED" | "DATABASE_BUSY" | "DATABASE_CORRUPT" | "DATABASE_NEWER" | "DATA_DIR_IN_USE" | "DATA_DIR_UNWRITABLE" | "DISK_FULL" | "DRAFT_NOT_SAVED" | "DRAFT_SENT" | "EVENTS_FLOODED" | "EVENT_SHAPE_WRONG" | "HOOK_STATE_SPLIT" | "IMAGE_REFUSED" | "MAILBOX_MISSING" | "MAIL_ANSWER_INVALID" | "MAIL_CHANGE_REFUSED" | "MAIL_NOT_FOUND" | "MAIL_REFUSED" | "MAIL_UNREACHABLE" | "NOT_FOUND" | "PASSWORD_NOT_HERE" | "PASSWORD_TOO_SHORT" | "PORT_IN_USE" | "RATE_LIMITED" | "REGISTRY_EXPIRED" | "REGISTRY_INVALID" | "REGISTRY_ROLLED_BACK" | "REGISTRY_UNREACHABLE" | "REGISTRY_UNSIGNED" | "RELEASE_UNPROVEN" | "REMOTE_CONTRACT_MISMATCH" | "REMOTE_DISABLED" | "REMOTE_EXPOSES_NOTHING" | "REMOTE_LOAD_FAILED" | "REMOTE_OFFLINE" | "REMOTE_REFUSED" | "REMOTE_RENDER_FAILED" | "REMOTE_SHAPE_WRONG" | "REMOTE_THREW" | "REMOTE_TIMEOUT" | "REMOTE_UNKNOWN" | "REQUEST_INVALID" | "SECOND_COPY" | "SEND_REFUSED" | "SEND_UNKNOWN" | "SERVER_FAILED" | "SIGNED_OUT" | "SIGN_UP_CLOSED" | "STATE_SHAPE_WRONG" | "STORE_REFUSED" | "STORE_UNREACHABLE" | "UPLOAD_FAILED" | "UPLOAD_STOPPED" | "UPLOAD_TOO_LARGE" | "UPSTREAM_UNREACHABLE")[], undefined>;
    readonly title: v.StringSchema<undefined>;
    readonly detail: v.StringSchema<undefined>;
}, undefined>;
export type Problem = v.InferOutput<typeof problemSchema>;
