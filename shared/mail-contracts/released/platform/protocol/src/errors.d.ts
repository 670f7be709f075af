import * as v from 'valibot';
import type { ProductErrorCodes } from './register.ts';
/**
 * Every error that crosses a bundle, a process or the network has a code in this table.
 * A code is permanent: it is never renamed and never given another meaning.
 */
export declare const errorCodes: {
    readonly REMOTE_UNKNOWN: 'The registry has no such remote';
    readonly REMOTE_DISABLED: 'The remote is switched off';
    readonly REMOTE_OFFLINE: 'The browser is offline';
    readonly REMOTE_TIMEOUT: 'The remote did not load in time';
    readonly REMOTE_LOAD_FAILED: 'A file of the remote could not be loaded';
    readonly REMOTE_REFUSED: 'A file of the remote is not the one that was released';
    readonly REMOTE_THREW: 'The remote failed while it was starting';
    readonly REMOTE_RENDER_FAILED: 'The remote failed while it was rendering';
    readonly REMOTE_EXPOSES_NOTHING: 'The remote does not expose that module';
    readonly REMOTE_CONTRACT_MISMATCH: 'The remote was released against a contract this host does not know';
    readonly REMOTE_SHAPE_WRONG: 'The exposed module does not have the shape its contract promises';
    readonly SECOND_COPY: 'A library that must exist once is in the page twice';
    readonly HOOK_STATE_SPLIT: 'An exposed hook has a state of its own for each caller';
    readonly EVENT_SHAPE_WRONG: 'An event does not have the shape it promises';
    readonly STATE_SHAPE_WRONG: 'A change of the shared store does not have the shape it promises';
    readonly EVENTS_FLOODED: 'A remote emits more events than the limit';
    readonly REGISTRY_INVALID: 'The registry document is not valid';
    readonly REGISTRY_UNREACHABLE: 'The registry does not respond';
    readonly REGISTRY_UNSIGNED: 'The registry is not signed by a key this page was built to trust';
    readonly REGISTRY_EXPIRED: 'The registry has expired';
    readonly REGISTRY_ROLLED_BACK: 'The registry is older than one seen before';
    readonly RELEASE_UNPROVEN: 'The release is not one that the signed registry lists';
    readonly STORE_UNREACHABLE: 'The release store does not respond';
    readonly STORE_REFUSED: 'The release store refuses the request';
    readonly SIGNED_OUT: 'There is no session';
    readonly SIGN_IN_FAILED: 'Signing in did not work';
    readonly SIGN_IN_UNREACHABLE: 'The sign-in service does not respond';
    readonly CSRF_REFUSED: 'The request did not come from this page';
    readonly RATE_LIMITED: 'Too many attempts';
    readonly REQUEST_INVALID: 'The request does not have the expected shape';
    readonly NOT_FOUND: 'There is nothing at this address';
    readonly API_UNREACHABLE: 'The service behind this address does not respond';
    readonly API_TIMEOUT: 'The service behind this address takes too long';
    readonly SERVER_FAILED: 'The server failed';
    readonly CONFIG_INVALID: 'A configuration variable has a value that cannot be used';
    readonly PORT_IN_USE: 'The port is already in use';
};
export type PlatformErrorCode = keyof typeof errorCodes;
/** A code of the platform, or one that the product has declared in `ProductErrorCodes`. */
export type ErrorCode = PlatformErrorCode | (keyof ProductErrorCodes & string);
export interface ErrorFacts {
    /** What it happened to. */
    readonly subject: string;
    /** What the reader can do. */
    readonly remedy: string;
    readonly cause?: unknown;
    /** What happened, for a code that is not the platform's. Default: the title of the platform's code, else the code. */
    readonly title?: string | undefined;
}
/** An error with a permanent code. Its message reads "title: subject. remedy". */
export declare class AtriumError extends Error {
    readonly code: ErrorCode;
    readonly title: string;
    readonly subject: string;
    readonly remedy: string;
    constructor(code: ErrorCode, { subject, remedy, cause, title }: ErrorFacts);
}
/**
 * An `AtriumError` of any bundle, as one of this bundle: each bundle has its own copy of the class.
 * Undefined for every other value.
 */
export declare function adoptError(thrown: unknown): AtriumError | undefined;
/** Body of every failed response of the gateway, `application/problem+json` (RFC 9457). */
export declare const problemSchema: v.ObjectSchema<{
    readonly status: v.NumberSchema<undefined>;
    readonly code: v.CustomSchema<ErrorCode, v.ErrorMessage<v.CustomIssue> | undefined>;
    readonly title: v.StringSchema<undefined>;
    readonly detail: v.StringSchema<undefined>;
}, undefined>;
export type Problem = v.InferOutput<typeof problemSchema>;
