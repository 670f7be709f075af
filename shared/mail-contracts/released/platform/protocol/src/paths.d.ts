/** Addresses of the gateway, below the page's own origin and base path. */
export declare const paths: {
    /** Head and directory of the registry, never cached. */
    readonly registry: '/registry';
    /** `/releases/<remote or shell>/<version>/<file>`, immutable. */
    readonly releases: '/releases';
    readonly reports: '/api/reports';
    /** The process answers. */
    readonly health: '/healthz';
    /** Whether it can do its work, with reasons: 200 or 503. */
    readonly ready: '/readyz';
};
export declare const csrfHeader = "x-atrium-csrf";
/**
 * Response header of the registry's head: names of the remotes that this gateway's configuration switches off, with
 * commas. It changes without a new registry, so a page reads it at every check. Absent where none is.
 */
export declare const switchedOffHeader = "x-atrium-switched-off";
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
