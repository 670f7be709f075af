/** Addresses of the gateway, below the page's own origin and base path. */
export declare const paths: {
    readonly session: '/api/session';
    /** DELETE signs out on every device. */
    readonly sessions: '/api/sessions';
    readonly accounts: '/api/accounts';
    /** PUT takes another password and signs out every other browser. */
    readonly password: '/api/password';
    readonly preferences: '/api/preferences';
    readonly jmapSession: '/jmap/session';
    readonly jmapApi: '/jmap/api';
    /** Head and directory of the registry, never cached. */
    readonly registry: '/registry';
    /** `/releases/<remote or shell>/<version>/<file>`, immutable. */
    readonly releases: '/releases';
    /** The empty document that mail is rendered in; it has a policy of its own. */
    readonly mailFrame: '/mail-frame';
    readonly reports: '/api/reports';
    /** The process answers. */
    readonly health: '/healthz';
    /** Whether it can do its work, with reasons: 200 or 503. */
    readonly ready: '/readyz';
    /** `?url=`: a remote picture of a mail, fetched by the gateway. */
    readonly image: '/api/image';
};
export declare const csrfHeader = "x-atrium-csrf";
/**
 * What the releases of a remote share is beside their folders, at `/releases/<remote>/vendor/<file>`:
 * a registry package's code does not change with ours, and its address must not either.
 *
 * @returns Its name there; undefined for a file that belongs to one release.
 */
export declare const vendorFile: (file: string) => string | undefined;
/** Version of what a dev server serves: it changes with every edit and is released nowhere. */
export declare const developmentVersion = "000000000000";
/** Port of a remote's dev server, derived from its name (FNV-1a), so that it needs no configuration. */
export declare function devPort(name: string): number;
/** Address of a remote's dev server; the folder of the version is below it. */
export declare const devBase: (name: string) => string;
