import * as v from 'valibot';
/** Folder, package suffix, federation name, registry key and route prefix of a remote. */
export declare const remoteNameSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
/** Version of what a host provides to remotes: shared libraries, the federation runtime, workspace and contexts. */
export declare const platformVersion: 2;
/** Twelve hex digits of the SHA-256 over all files of a release. */
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
}, undefined>;
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
    /** Version of what the host provides to it (shared libraries and contexts). */
    readonly platform: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
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
    }, undefined>, undefined>;
}, undefined>;
export type ReleaseRecord = v.InferOutput<typeof releaseRecordSchema>;
export type Navigation = v.InferOutput<typeof navigationSchema>;
