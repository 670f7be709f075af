import * as v from 'valibot';
/** Folder, package suffix, federation name, registry key and route prefix of a remote. */
export declare const remoteNameSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
/**
 * Version of what a host provides to remotes: shared libraries, the federation runtime, workspace, contexts and slots.
 * A new function is a minor version; a change that a released remote could notice is a major one.
 */
export declare const platformVersion = "2.2.0";
/**
 * Platforms of which a host runs remotes: its own, and beside it the last version of the major before, so that teams
 * move one after another. An entry goes with the next major version: `['3.0.0', '2.4.0']`.
 */
export declare const providedPlatforms: readonly string[];
/** Twelve hex digits of the SHA-256 over all files of a release and the other fields of its record. */
export declare const versionSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
export declare const integritySchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
/** Where and how a remote shows in the shell's navigation. */
export declare const navigationSchema: v.StrictObjectSchema<{
    /** Title by language tag; `en` is always there. */
    readonly title: v.IntersectSchema<[v.ObjectSchema<{
        readonly en: v.StringSchema<undefined>;
    }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
    /** Name of an icon of `@atrium/ui`. */
    readonly icon: v.StringSchema<undefined>;
    /** Lower comes first. */
    readonly order: v.NumberSchema<undefined>;
    /** Where it leads, below the remote's own address. Default: `/`. */
    readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
}, undefined>;
/** `bookings/next`: a module that another remote exposes. */
export declare const federatedNameSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a federated name, such as bookings/next">, v.MaxLengthAction<string, 100, undefined>]>;
/** What a release needs of a module of another remote. */
export declare const requirementSchema: v.StrictObjectSchema<{
    /** Versions of the other remote's package that it works with. */
    readonly range: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
    /** It does without: the other remote may be absent or off, but one that is there must fit. */
    readonly optional: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
    /** Exports that it uses. Default: all that the module had when it was last released. */
    readonly exports: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.StringSchema<undefined>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
}, undefined>;
/** Exposed module → kind of each of its exports. */
export declare const shapesSchema: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>, v.RecordSchema<v.StringSchema<undefined>, v.PicklistSchema<["function", "object", "value"], undefined>, undefined>, undefined>;
/**
 * One release of one remote (or of the shell): what it is and the bytes it consists of.
 * Strict: a field that is not listed here is refused, so that nothing like the federation
 * manifest's `getPublicPath` (which is evaluated as code) can ride along.
 */
export declare const releaseRecordSchema: v.StrictObjectSchema<{
    readonly schema: v.LiteralSchema<1, undefined>;
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    /** Version of what it exposes to others; see `contractVersions`. */
    readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
    /**
     * Of a remote: the platforms it runs on, as a range. Of a host: its own version. A number is a major version, as
     * records had it before there were ranges.
     */
    readonly platform: v.UnionSchema<[v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>], undefined>;
    /** Of a host: the platforms of which it runs remotes. Default: its own alone. */
    readonly provides: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
    /** Version of the package it was built from, which ranges of other remotes refer to. */
    readonly packageVersion: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>;
    /** Of a shell: remote → contract versions it knows how to use. One that is not named is a page at contract 1. */
    readonly accepts: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.ArraySchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, undefined>, undefined>, undefined>;
    /** Path of the script that defines the container. */
    readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
    /** Name of the global variable the container is assigned to, unique per release. */
    readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
    /** Exposed module (`./page`) → the files it needs at once, scripts and stylesheets. */
    readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
    /** Every script and stylesheet → its SHA-384 as in an `integrity` attribute. */
    readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    /** Every HTML document → its SHA-384: the page of a shell, which the gateway fills in. */
    readonly documents: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, undefined>;
    /** Revision of the source it was built from. */
    readonly revision: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    /** Bytes of all its files, compressed with brotli where that is served. */
    readonly size: v.OptionalSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
    readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
        /** Title by language tag; `en` is always there. */
        readonly title: v.IntersectSchema<[v.ObjectSchema<{
            readonly en: v.StringSchema<undefined>;
        }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
        /** Name of an icon of `@atrium/ui`. */
        readonly icon: v.StringSchema<undefined>;
        /** Lower comes first. */
        readonly order: v.NumberSchema<undefined>;
        /** Where it leads, below the remote's own address. Default: `/`. */
        readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
    }, undefined>, undefined>;
    /** What it adds to places of others. */
    readonly slots: v.OptionalSchema<v.SchemaWithPipe<readonly [v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 60, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
        readonly module: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>;
        readonly export: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be the name of an export">]>, undefined>;
        readonly order: v.OptionalSchema<v.NumberSchema<undefined>, undefined>;
        readonly title: v.OptionalSchema<v.IntersectSchema<[v.ObjectSchema<{
            readonly en: v.StringSchema<undefined>;
        }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>, undefined>;
        readonly icon: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        readonly mediaTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a media type such as image/*">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
        readonly shortcut: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.LengthAction<string, 1, undefined>]>, undefined>;
        readonly activation: v.OptionalSchema<v.PicklistSchema<["immediate", "idle", "requested"], undefined>, undefined>;
        readonly busy: v.OptionalSchema<v.StrictObjectSchema<{
            readonly module: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>;
            readonly export: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be the name of an export">]>;
        }, undefined>, undefined>;
        readonly restores: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MinLengthAction<string, 3, undefined>, v.MaxLengthAction<string, 100, undefined>]>, undefined>;
    }, undefined>, undefined>, v.MinLengthAction<{
        module: string;
        export?: string | undefined;
        order?: number | undefined;
        title?: ({
            en: string;
        } & {
            [x: string]: string;
        }) | undefined;
        icon?: string | undefined;
        mediaTypes?: string[] | undefined;
        shortcut?: string | undefined;
        activation?: "idle" | "immediate" | "requested" | undefined;
        busy?: {
            module: string;
            export: string;
        } | undefined;
        restores?: string | undefined;
    }[], 1, undefined>]>, undefined>, v.RawCheckAction<{
        [x: string]: {
            module: string;
            export?: string | undefined;
            order?: number | undefined;
            title?: ({
                en: string;
            } & {
                [x: string]: string;
            }) | undefined;
            icon?: string | undefined;
            mediaTypes?: string[] | undefined;
            shortcut?: string | undefined;
            activation?: "idle" | "immediate" | "requested" | undefined;
            busy?: {
                module: string;
                export: string;
            } | undefined;
            restores?: string | undefined;
        }[];
    }>]>, undefined>;
    /** What it needs of others. */
    readonly requires: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a federated name, such as bookings/next">, v.MaxLengthAction<string, 100, undefined>]>, v.StrictObjectSchema<{
        /** Versions of the other remote's package that it works with. */
        readonly range: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
        /** It does without: the other remote may be absent or off, but one that is there must fit. */
        readonly optional: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
        /** Exports that it uses. Default: all that the module had when it was last released. */
        readonly exports: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.StringSchema<undefined>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
    }, undefined>, undefined>, undefined>;
    /** What it asks for beyond the policy of pages. */
    readonly policy: v.OptionalSchema<v.StrictObjectSchema<{
        readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    }, undefined>, undefined>;
    /** What its modules export. */
    readonly shapes: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>, v.RecordSchema<v.StringSchema<undefined>, v.PicklistSchema<["function", "object", "value"], undefined>, undefined>, undefined>, undefined>;
}, undefined>;
/** The platforms of which a host runs remotes. */
export declare const platformsOf: ({ provides, platform }: Pick<ReleaseRecord, 'provides' | 'platform'>) => readonly string[];
/** The range of platforms that a remote runs on. */
export declare const platformRange: ({ platform }: Pick<ReleaseRecord, 'platform'>) => string;
/** Whether a remote runs on a host that provides these platforms. */
export declare const runsOn: (remote: Pick<ReleaseRecord, 'platform'>, provided: readonly string[]) => boolean;
export type Requirement = v.InferOutput<typeof requirementSchema>;
export type ModuleShape = v.InferOutput<typeof shapesSchema>[string];
export type ReleaseRecord = v.InferOutput<typeof releaseRecordSchema>;
export type Navigation = v.InferOutput<typeof navigationSchema>;
