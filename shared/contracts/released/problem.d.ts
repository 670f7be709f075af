import * as v from 'valibot';
/** Body of every failed answer of the gateway, `application/problem+json` (RFC 9457). */
export declare const problemSchema: v.ObjectSchema<{
    readonly status: v.NumberSchema<undefined>;
    readonly code: v.PicklistSchema<("ADDRESS_INVALID" | "ADDRESS_TAKEN" | "CONFIG_INVALID" | "CREDENTIALS_WRONG" | "CSRF_REFUSED" | "DATABASE_CORRUPT" | "DATABASE_NEWER" | "DATA_DIR_UNWRITABLE" | "DRAFT_NOT_SAVED" | "EVENTS_FLOODED" | "HOOK_STATE_SPLIT" | "IMAGE_REFUSED" | "MAILBOX_MISSING" | "MAIL_ANSWER_INVALID" | "MAIL_CHANGE_REFUSED" | "MAIL_NOT_FOUND" | "MAIL_REFUSED" | "MAIL_UNREACHABLE" | "NOT_FOUND" | "PASSWORD_NOT_HERE" | "PASSWORD_TOO_SHORT" | "PORT_IN_USE" | "RATE_LIMITED" | "REGISTRY_EXPIRED" | "REGISTRY_INVALID" | "REGISTRY_ROLLED_BACK" | "REGISTRY_UNSIGNED" | "RELEASE_UNPROVEN" | "REMOTE_CONTRACT_MISMATCH" | "REMOTE_DISABLED" | "REMOTE_EXPOSES_NOTHING" | "REMOTE_LOAD_FAILED" | "REMOTE_OFFLINE" | "REMOTE_REFUSED" | "REMOTE_RENDER_FAILED" | "REMOTE_SHAPE_WRONG" | "REMOTE_THREW" | "REMOTE_TIMEOUT" | "REMOTE_UNKNOWN" | "REQUEST_INVALID" | "SECOND_COPY" | "SEND_REFUSED" | "SEND_UNKNOWN" | "SERVER_FAILED" | "SIGNED_OUT" | "SIGN_UP_CLOSED" | "STORE_REFUSED" | "STORE_UNREACHABLE" | "UPLOAD_FAILED" | "UPLOAD_STOPPED" | "UPLOAD_TOO_LARGE" | "UPSTREAM_UNREACHABLE")[], undefined>;
    readonly title: v.StringSchema<undefined>;
    readonly detail: v.StringSchema<undefined>;
}, undefined>;
export type Problem = v.InferOutput<typeof problemSchema>;
