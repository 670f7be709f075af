/** Names one life of a page, so that its reports are counted as one visit. Says nothing of who it is. */
export interface TelemetryVisit {
    readonly visit?: string;
}
/** What the page reports to the gateway. No address, no subject, no text of a user. */
export type TelemetryReport = {
    readonly type: 'error';
    /** Whose code it was: a remote, `shell`, or `unknown`. */
    readonly remote: string;
    readonly release: string;
    /** A code of the error table, or the error's name. */
    readonly code: string;
    /** Shown to the user with the failure. Absent for errors that were not shown. */
    readonly reference?: string;
} | {
    /** A page of a remote was rendered: what failures are counted against. */
    readonly type: 'use';
    readonly remote: string;
    readonly release: string;
} | {
    readonly type: 'vital';
    /** `LCP`, `INP`, `CLS`, `FCP`, `TTFB`. Milliseconds, but for CLS. */
    readonly name: string;
    readonly value: number;
    readonly remote: string;
    readonly release: string;
};
