/** Version of what a dev server serves: it changes with every edit and is released nowhere. */
export declare const developmentVersion = "000000000000";
/** Port of a piece's dev server, derived from its name (FNV-1a), so that nobody configures it. */
export declare function devPort(name: string): number;
/** Where a piece's dev server has its files; the folder of the version lies below. */
export declare const devBase: (name: string) => string;
