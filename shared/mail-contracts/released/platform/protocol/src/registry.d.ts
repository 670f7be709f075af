import * as v from 'valibot';
/** Ed25519 public key (RFC 8032): 32 bytes, base64url without padding. */
export declare const publicKeySchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
/** SHA-256: 32 bytes, base64url without padding. */
export declare const digestSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
/** Ed25519 signature, and the public key it was made for. */
export declare const signatureSchema: v.StrictObjectSchema<{
    readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
}, undefined>;
export type Signature = v.InferOutput<typeof signatureSchema>;
/** Which release is for whom. */
export declare const channelsSchema: v.StrictObjectSchema<{
    /** For all users who are in no other channel. */
    readonly stable: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    /** What stable falls back on, and what a rollback returns to. */
    readonly previous: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    readonly canary: v.OptionalSchema<v.StrictObjectSchema<{
        readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        /** Of all people, 0 to 100; who is in stays in while it grows. */
        readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
        /** Groups of the gateway's configuration that are in, whatever the percentage. */
        readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    }, undefined>, undefined>;
    /** By the name in the link: `?preview=inbox:new-list`. */
    readonly previews: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
}, undefined>;
/** What the registry says of one remote (or of the shell): a leaf of the signed tree. */
export declare const listingSchema: v.StrictObjectSchema<{
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    /** It is in no page any more; open tabs may load it until then. */
    readonly retired: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>, undefined>;
    /** Of the stable release. */
    readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
        readonly title: v.IntersectSchema<[v.ObjectSchema<{
            readonly en: v.StringSchema<undefined>;
        }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
        readonly icon: v.StringSchema<undefined>;
        readonly order: v.NumberSchema<undefined>;
        readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
    }, undefined>, undefined>;
    /** Of the stable release. */
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
    /** Remotes of which one of its releases needs something. */
    readonly needs: v.OptionalSchema<v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, undefined>, undefined>;
    /** Of the host: the flags of this environment. */
    readonly flags: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
        readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
        readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    }, undefined>, undefined>, undefined>;
    /** Of the host: remote → what the operator has granted it of the policy that it asks for. */
    readonly grants: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
        readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    }, undefined>, undefined>, undefined>;
    /** Keys that may sign its releases: those of its own team. */
    readonly keys: v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>;
    readonly channels: v.StrictObjectSchema<{
        /** For all users who are in no other channel. */
        readonly stable: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        /** What stable falls back on, and what a rollback returns to. */
        readonly previous: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        readonly canary: v.OptionalSchema<v.StrictObjectSchema<{
            readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            /** Of all people, 0 to 100; who is in stays in while it grows. */
            readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
            /** Groups of the gateway's configuration that are in, whatever the percentage. */
            readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        }, undefined>, undefined>;
        /** By the name in the link: `?preview=inbox:new-list`. */
        readonly previews: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    }, undefined>;
    /** Every release that may run → SHA-256 of its record in canonical form. */
    readonly releases: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
}, undefined>;
/** A release record, signed by its team. */
export declare const signedReleaseSchema: v.StrictObjectSchema<{
    readonly record: v.StrictObjectSchema<{
        readonly schema: v.LiteralSchema<1, undefined>;
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
        readonly platform: v.UnionSchema<[v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>], undefined>;
        readonly provides: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
        readonly packageVersion: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>;
        readonly accepts: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.ArraySchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, undefined>, undefined>, undefined>;
        readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
        readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
        readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
        readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        readonly documents: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, undefined>;
        readonly revision: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        readonly size: v.OptionalSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
        readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
            readonly title: v.IntersectSchema<[v.ObjectSchema<{
                readonly en: v.StringSchema<undefined>;
            }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
            readonly icon: v.StringSchema<undefined>;
            readonly order: v.NumberSchema<undefined>;
            readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
        }, undefined>, undefined>;
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
        readonly requires: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a federated name, such as bookings/next">, v.MaxLengthAction<string, 100, undefined>]>, v.StrictObjectSchema<{
            readonly range: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
            readonly optional: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
            readonly exports: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.StringSchema<undefined>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
        }, undefined>, undefined>, undefined>;
        readonly policy: v.OptionalSchema<v.StrictObjectSchema<{
            readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        }, undefined>, undefined>;
        readonly shapes: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>, v.RecordSchema<v.StringSchema<undefined>, v.PicklistSchema<["function", "object", "value"], undefined>, undefined>, undefined>, undefined>;
    }, undefined>;
    readonly signature: v.StrictObjectSchema<{
        readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    }, undefined>;
}, undefined>;
/** The small document all trust hangs on. Roles as in The Update Framework: this is snapshot and timestamp in one. */
export declare const registryHeadSchema: v.StrictObjectSchema<{
    readonly schema: v.LiteralSchema<2, undefined>;
    /** Grows with every change; one that is lower than one seen before is a replay. */
    readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
    /** Not to be believed from this moment on. */
    readonly expires: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
    /** Number of listings. */
    readonly size: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
    /** Merkle tree hash (RFC 9162, section 2.1) over all listings in the order of their names. */
    readonly root: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
}, undefined>;
export declare const signedHeadSchema: v.StrictObjectSchema<{
    readonly head: v.StrictObjectSchema<{
        readonly schema: v.LiteralSchema<2, undefined>;
        /** Grows with every change; one that is lower than one seen before is a replay. */
        readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
        /** Not to be believed from this moment on. */
        readonly expires: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
        /** Number of listings. */
        readonly size: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
        /** Merkle tree hash (RFC 9162, section 2.1) over all listings in the order of their names. */
        readonly root: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    }, undefined>;
    /** One for each registry key in force: two while keys are being changed. */
    readonly signatures: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
        readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    }, undefined>, undefined>, v.MinLengthAction<{
        key: string;
        value: string;
    }[], 1, undefined>]>;
}, undefined>;
/** The registry as stored. */
export declare const registrySchema: v.StrictObjectSchema<{
    readonly signed: v.StrictObjectSchema<{
        readonly head: v.StrictObjectSchema<{
            readonly schema: v.LiteralSchema<2, undefined>;
            /** Grows with every change; one that is lower than one seen before is a replay. */
            readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            /** Not to be believed from this moment on. */
            readonly expires: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
            /** Number of listings. */
            readonly size: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
            /** Merkle tree hash (RFC 9162, section 2.1) over all listings in the order of their names. */
            readonly root: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        }, undefined>;
        /** One for each registry key in force: two while keys are being changed. */
        readonly signatures: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
            readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        }, undefined>, undefined>, v.MinLengthAction<{
            key: string;
            value: string;
        }[], 1, undefined>]>;
    }, undefined>;
    readonly listings: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        /** It is in no page any more; open tabs may load it until then. */
        readonly retired: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>, undefined>;
        /** Of the stable release. */
        readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
            readonly title: v.IntersectSchema<[v.ObjectSchema<{
                readonly en: v.StringSchema<undefined>;
            }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
            readonly icon: v.StringSchema<undefined>;
            readonly order: v.NumberSchema<undefined>;
            readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
        }, undefined>, undefined>;
        /** Of the stable release. */
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
        /** Remotes of which one of its releases needs something. */
        readonly needs: v.OptionalSchema<v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, undefined>, undefined>;
        /** Of the host: the flags of this environment. */
        readonly flags: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
            readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
            readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        }, undefined>, undefined>, undefined>;
        /** Of the host: remote → what the operator has granted it of the policy that it asks for. */
        readonly grants: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
            readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        }, undefined>, undefined>, undefined>;
        /** Keys that may sign its releases: those of its own team. */
        readonly keys: v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>;
        readonly channels: v.StrictObjectSchema<{
            /** For all users who are in no other channel. */
            readonly stable: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            /** What stable falls back on, and what a rollback returns to. */
            readonly previous: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly canary: v.OptionalSchema<v.StrictObjectSchema<{
                readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                /** Of all people, 0 to 100; who is in stays in while it grows. */
                readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
                /** Groups of the gateway's configuration that are in, whatever the percentage. */
                readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            }, undefined>, undefined>;
            /** By the name in the link: `?preview=inbox:new-list`. */
            readonly previews: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        }, undefined>;
        /** Every release that may run → SHA-256 of its record in canonical form. */
        readonly releases: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    }, undefined>, undefined>;
    /** What this registry changed; written to `history/` by the next command, if not at once. */
    readonly change: v.OptionalSchema<v.StrictObjectSchema<{
        readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
        readonly at: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
        readonly by: v.StringSchema<undefined>;
        readonly command: v.StringSchema<undefined>;
        readonly reason: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        readonly moves: v.ArraySchema<v.StrictObjectSchema<{
            readonly name: v.StringSchema<undefined>;
            readonly what: v.StringSchema<undefined>;
            readonly from: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
            readonly to: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        }, undefined>, undefined>;
    }, undefined>, undefined>;
}, undefined>;
/** A listing with its proof, and the releases of it to be tried, in this order. */
export declare const provenEntrySchema: v.StrictObjectSchema<{
    readonly listing: v.StrictObjectSchema<{
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        /** It is in no page any more; open tabs may load it until then. */
        readonly retired: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>, undefined>;
        /** Of the stable release. */
        readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
            readonly title: v.IntersectSchema<[v.ObjectSchema<{
                readonly en: v.StringSchema<undefined>;
            }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
            readonly icon: v.StringSchema<undefined>;
            readonly order: v.NumberSchema<undefined>;
            readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
        }, undefined>, undefined>;
        /** Of the stable release. */
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
        /** Remotes of which one of its releases needs something. */
        readonly needs: v.OptionalSchema<v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, undefined>, undefined>;
        /** Of the host: the flags of this environment. */
        readonly flags: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
            readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
            readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        }, undefined>, undefined>, undefined>;
        /** Of the host: remote → what the operator has granted it of the policy that it asks for. */
        readonly grants: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
            readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        }, undefined>, undefined>, undefined>;
        /** Keys that may sign its releases: those of its own team. */
        readonly keys: v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>;
        readonly channels: v.StrictObjectSchema<{
            /** For all users who are in no other channel. */
            readonly stable: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            /** What stable falls back on, and what a rollback returns to. */
            readonly previous: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly canary: v.OptionalSchema<v.StrictObjectSchema<{
                readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                /** Of all people, 0 to 100; who is in stays in while it grows. */
                readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
                /** Groups of the gateway's configuration that are in, whatever the percentage. */
                readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            }, undefined>, undefined>;
            /** By the name in the link: `?preview=inbox:new-list`. */
            readonly previews: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        }, undefined>;
        /** Every release that may run → SHA-256 of its record in canonical form. */
        readonly releases: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
    }, undefined>;
    /** Index of the listing among all, from 0. */
    readonly index: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
    /** Inclusion proof (RFC 9162, section 2.1.3), from the leaf upwards. */
    readonly proof: v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, v.MaxLengthAction<string[], 32, undefined>]>;
    readonly releases: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
        readonly record: v.StrictObjectSchema<{
            readonly schema: v.LiteralSchema<1, undefined>;
            readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
            readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            readonly platform: v.UnionSchema<[v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>], undefined>;
            readonly provides: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
            readonly packageVersion: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>;
            readonly accepts: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.ArraySchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, undefined>, undefined>, undefined>;
            readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
            readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
            readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
            readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly documents: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, undefined>;
            readonly revision: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly size: v.OptionalSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
            readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
                readonly title: v.IntersectSchema<[v.ObjectSchema<{
                    readonly en: v.StringSchema<undefined>;
                }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
                readonly icon: v.StringSchema<undefined>;
                readonly order: v.NumberSchema<undefined>;
                readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
            }, undefined>, undefined>;
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
            readonly requires: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a federated name, such as bookings/next">, v.MaxLengthAction<string, 100, undefined>]>, v.StrictObjectSchema<{
                readonly range: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
                readonly optional: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
                readonly exports: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.StringSchema<undefined>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
            }, undefined>, undefined>, undefined>;
            readonly policy: v.OptionalSchema<v.StrictObjectSchema<{
                readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            }, undefined>, undefined>;
            readonly shapes: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>, v.RecordSchema<v.StringSchema<undefined>, v.PicklistSchema<["function", "object", "value"], undefined>, undefined>, undefined>, undefined>;
        }, undefined>;
        readonly signature: v.StrictObjectSchema<{
            readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        }, undefined>;
    }, undefined>, undefined>, v.MinLengthAction<{
        record: {
            schema: 1;
            name: string;
            version: string;
            contract: number;
            platform: string | number;
            provides?: string[] | undefined;
            packageVersion?: string | undefined;
            accepts?: {
                [x: string]: number[];
            } | undefined;
            entry: string;
            global: string;
            exposes: {
                [x: string]: string[];
            };
            files: {
                [x: string]: string;
            };
            documents?: {
                [x: string]: string;
            } | undefined;
            revision?: string | undefined;
            size?: number | undefined;
            navigation?: {
                title: {
                    en: string;
                } & {
                    [x: string]: string;
                };
                icon: string;
                order: number;
                path?: string | undefined;
            } | undefined;
            slots?: {
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
            } | undefined;
            requires?: {
                [x: string]: {
                    range: string;
                    optional?: true | undefined;
                    exports?: string[] | undefined;
                };
            } | undefined;
            policy?: {
                connect?: string[] | undefined;
                img?: string[] | undefined;
                media?: string[] | undefined;
                frame?: string[] | undefined;
                font?: string[] | undefined;
                worker?: string[] | undefined;
                trustedTypes?: string[] | undefined;
            } | undefined;
            shapes?: {
                [x: string]: {
                    [x: string]: "function" | "object" | "value";
                };
            } | undefined;
        };
        signature: {
            key: string;
            value: string;
        };
    }[], 1, undefined>]>;
    /** Switched off by the gateway's own configuration: needs no signature, for it runs nothing. */
    readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
}, undefined>;
/**
 * A remote as the shell uses it once everything is verified; `releases[0]` is current, the rest are fallbacks.
 * Comes over the network unproven for a remote on a dev server only, in a page that allows it.
 */
export declare const registryEntrySchema: v.StrictObjectSchema<{
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    readonly releases: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
        readonly schema: v.LiteralSchema<1, undefined>;
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
        readonly platform: v.UnionSchema<[v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>], undefined>;
        readonly provides: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
        readonly packageVersion: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>;
        readonly accepts: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.ArraySchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, undefined>, undefined>, undefined>;
        readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
        readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
        readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
        readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        readonly documents: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, undefined>;
        readonly revision: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        readonly size: v.OptionalSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
        readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
            readonly title: v.IntersectSchema<[v.ObjectSchema<{
                readonly en: v.StringSchema<undefined>;
            }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
            readonly icon: v.StringSchema<undefined>;
            readonly order: v.NumberSchema<undefined>;
            readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
        }, undefined>, undefined>;
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
        readonly requires: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a federated name, such as bookings/next">, v.MaxLengthAction<string, 100, undefined>]>, v.StrictObjectSchema<{
            readonly range: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
            readonly optional: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
            readonly exports: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.StringSchema<undefined>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
        }, undefined>, undefined>, undefined>;
        readonly policy: v.OptionalSchema<v.StrictObjectSchema<{
            readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        }, undefined>, undefined>;
        readonly shapes: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>, v.RecordSchema<v.StringSchema<undefined>, v.PicklistSchema<["function", "object", "value"], undefined>, undefined>, undefined>, undefined>;
    }, undefined>, undefined>, v.MinLengthAction<{
        schema: 1;
        name: string;
        version: string;
        contract: number;
        platform: string | number;
        provides?: string[] | undefined;
        packageVersion?: string | undefined;
        accepts?: {
            [x: string]: number[];
        } | undefined;
        entry: string;
        global: string;
        exposes: {
            [x: string]: string[];
        };
        files: {
            [x: string]: string;
        };
        documents?: {
            [x: string]: string;
        } | undefined;
        revision?: string | undefined;
        size?: number | undefined;
        navigation?: {
            title: {
                en: string;
            } & {
                [x: string]: string;
            };
            icon: string;
            order: number;
            path?: string | undefined;
        } | undefined;
        slots?: {
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
        } | undefined;
        requires?: {
            [x: string]: {
                range: string;
                optional?: true | undefined;
                exports?: string[] | undefined;
            };
        } | undefined;
        policy?: {
            connect?: string[] | undefined;
            img?: string[] | undefined;
            media?: string[] | undefined;
            frame?: string[] | undefined;
            font?: string[] | undefined;
            worker?: string[] | undefined;
            trustedTypes?: string[] | undefined;
        } | undefined;
        shapes?: {
            [x: string]: {
                [x: string]: "function" | "object" | "value";
            };
        } | undefined;
    }[], 1, undefined>]>;
}, undefined>;
/** What a host needs of a remote before it loads anything of it: its place in the navigation and in slots. */
export declare const directoryEntrySchema: v.StrictObjectSchema<{
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
        readonly title: v.IntersectSchema<[v.ObjectSchema<{
            readonly en: v.StringSchema<undefined>;
        }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
        readonly icon: v.StringSchema<undefined>;
        readonly order: v.NumberSchema<undefined>;
        readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
    }, undefined>, undefined>;
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
}, undefined>;
/** The part of the registry that a page starts with, or requests later. */
export declare const pageRegistrySchema: v.StrictObjectSchema<{
    /** Null as long as nothing was released. */
    readonly signed: v.NullableSchema<v.StrictObjectSchema<{
        readonly head: v.StrictObjectSchema<{
            readonly schema: v.LiteralSchema<2, undefined>;
            /** Grows with every change; one that is lower than one seen before is a replay. */
            readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            /** Not to be believed from this moment on. */
            readonly expires: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
            /** Number of listings. */
            readonly size: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
            /** Merkle tree hash (RFC 9162, section 2.1) over all listings in the order of their names. */
            readonly root: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        }, undefined>;
        /** One for each registry key in force: two while keys are being changed. */
        readonly signatures: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
            readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        }, undefined>, undefined>, v.MinLengthAction<{
            key: string;
            value: string;
        }[], 1, undefined>]>;
    }, undefined>, undefined>;
    /** Remotes this page starts with, or the one requested; others are fetched by name. */
    readonly entries: v.ArraySchema<v.StrictObjectSchema<{
        readonly listing: v.StrictObjectSchema<{
            readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
            readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
            /** It is in no page any more; open tabs may load it until then. */
            readonly retired: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>, undefined>;
            /** Of the stable release. */
            readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
                readonly title: v.IntersectSchema<[v.ObjectSchema<{
                    readonly en: v.StringSchema<undefined>;
                }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
                readonly icon: v.StringSchema<undefined>;
                readonly order: v.NumberSchema<undefined>;
                readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
            }, undefined>, undefined>;
            /** Of the stable release. */
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
            /** Remotes of which one of its releases needs something. */
            readonly needs: v.OptionalSchema<v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, undefined>, undefined>;
            /** Of the host: the flags of this environment. */
            readonly flags: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
                readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
                readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            }, undefined>, undefined>, undefined>;
            /** Of the host: remote → what the operator has granted it of the policy that it asks for. */
            readonly grants: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
                readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            }, undefined>, undefined>, undefined>;
            /** Keys that may sign its releases: those of its own team. */
            readonly keys: v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>;
            readonly channels: v.StrictObjectSchema<{
                /** For all users who are in no other channel. */
                readonly stable: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                /** What stable falls back on, and what a rollback returns to. */
                readonly previous: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                readonly canary: v.OptionalSchema<v.StrictObjectSchema<{
                    readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                    /** Of all people, 0 to 100; who is in stays in while it grows. */
                    readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
                    /** Groups of the gateway's configuration that are in, whatever the percentage. */
                    readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                }, undefined>, undefined>;
                /** By the name in the link: `?preview=inbox:new-list`. */
                readonly previews: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            }, undefined>;
            /** Every release that may run → SHA-256 of its record in canonical form. */
            readonly releases: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        }, undefined>;
        /** Index of the listing among all, from 0. */
        readonly index: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
        /** Inclusion proof (RFC 9162, section 2.1.3), from the leaf upwards. */
        readonly proof: v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, v.MaxLengthAction<string[], 32, undefined>]>;
        readonly releases: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
            readonly record: v.StrictObjectSchema<{
                readonly schema: v.LiteralSchema<1, undefined>;
                readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
                readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
                readonly platform: v.UnionSchema<[v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>], undefined>;
                readonly provides: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
                readonly packageVersion: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>;
                readonly accepts: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.ArraySchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, undefined>, undefined>, undefined>;
                readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
                readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
                readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
                readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                readonly documents: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, undefined>;
                readonly revision: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                readonly size: v.OptionalSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
                readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
                    readonly title: v.IntersectSchema<[v.ObjectSchema<{
                        readonly en: v.StringSchema<undefined>;
                    }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
                    readonly icon: v.StringSchema<undefined>;
                    readonly order: v.NumberSchema<undefined>;
                    readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
                }, undefined>, undefined>;
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
                readonly requires: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a federated name, such as bookings/next">, v.MaxLengthAction<string, 100, undefined>]>, v.StrictObjectSchema<{
                    readonly range: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
                    readonly optional: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
                    readonly exports: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.StringSchema<undefined>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
                }, undefined>, undefined>, undefined>;
                readonly policy: v.OptionalSchema<v.StrictObjectSchema<{
                    readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                }, undefined>, undefined>;
                readonly shapes: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>, v.RecordSchema<v.StringSchema<undefined>, v.PicklistSchema<["function", "object", "value"], undefined>, undefined>, undefined>, undefined>;
            }, undefined>;
            readonly signature: v.StrictObjectSchema<{
                readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            }, undefined>;
        }, undefined>, undefined>, v.MinLengthAction<{
            record: {
                schema: 1;
                name: string;
                version: string;
                contract: number;
                platform: string | number;
                provides?: string[] | undefined;
                packageVersion?: string | undefined;
                accepts?: {
                    [x: string]: number[];
                } | undefined;
                entry: string;
                global: string;
                exposes: {
                    [x: string]: string[];
                };
                files: {
                    [x: string]: string;
                };
                documents?: {
                    [x: string]: string;
                } | undefined;
                revision?: string | undefined;
                size?: number | undefined;
                navigation?: {
                    title: {
                        en: string;
                    } & {
                        [x: string]: string;
                    };
                    icon: string;
                    order: number;
                    path?: string | undefined;
                } | undefined;
                slots?: {
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
                } | undefined;
                requires?: {
                    [x: string]: {
                        range: string;
                        optional?: true | undefined;
                        exports?: string[] | undefined;
                    };
                } | undefined;
                policy?: {
                    connect?: string[] | undefined;
                    img?: string[] | undefined;
                    media?: string[] | undefined;
                    frame?: string[] | undefined;
                    font?: string[] | undefined;
                    worker?: string[] | undefined;
                    trustedTypes?: string[] | undefined;
                } | undefined;
                shapes?: {
                    [x: string]: {
                        [x: string]: "function" | "object" | "value";
                    };
                } | undefined;
            };
            signature: {
                key: string;
                value: string;
            };
        }[], 1, undefined>]>;
        /** Switched off by the gateway's own configuration: needs no signature, for it runs nothing. */
        readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    }, undefined>, undefined>;
    /** Remotes taken from dev servers. */
    readonly unsigned: v.ArraySchema<v.StrictObjectSchema<{
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        readonly releases: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
            readonly schema: v.LiteralSchema<1, undefined>;
            readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
            readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            readonly platform: v.UnionSchema<[v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>], undefined>;
            readonly provides: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
            readonly packageVersion: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>, undefined>;
            readonly accepts: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.ArraySchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>, undefined>, undefined>, undefined>;
            readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
            readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
            readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
            readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly documents: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, undefined>;
            readonly revision: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly size: v.OptionalSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
            readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
                readonly title: v.IntersectSchema<[v.ObjectSchema<{
                    readonly en: v.StringSchema<undefined>;
                }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
                readonly icon: v.StringSchema<undefined>;
                readonly order: v.NumberSchema<undefined>;
                readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
            }, undefined>, undefined>;
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
            readonly requires: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a federated name, such as bookings/next">, v.MaxLengthAction<string, 100, undefined>]>, v.StrictObjectSchema<{
                readonly range: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
                readonly optional: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
                readonly exports: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.StringSchema<undefined>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
            }, undefined>, undefined>, undefined>;
            readonly policy: v.OptionalSchema<v.StrictObjectSchema<{
                readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            }, undefined>, undefined>;
            readonly shapes: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>, v.RecordSchema<v.StringSchema<undefined>, v.PicklistSchema<["function", "object", "value"], undefined>, undefined>, undefined>, undefined>;
        }, undefined>, undefined>, v.MinLengthAction<{
            schema: 1;
            name: string;
            version: string;
            contract: number;
            platform: string | number;
            provides?: string[] | undefined;
            packageVersion?: string | undefined;
            accepts?: {
                [x: string]: number[];
            } | undefined;
            entry: string;
            global: string;
            exposes: {
                [x: string]: string[];
            };
            files: {
                [x: string]: string;
            };
            documents?: {
                [x: string]: string;
            } | undefined;
            revision?: string | undefined;
            size?: number | undefined;
            navigation?: {
                title: {
                    en: string;
                } & {
                    [x: string]: string;
                };
                icon: string;
                order: number;
                path?: string | undefined;
            } | undefined;
            slots?: {
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
            } | undefined;
            requires?: {
                [x: string]: {
                    range: string;
                    optional?: true | undefined;
                    exports?: string[] | undefined;
                };
            } | undefined;
            policy?: {
                connect?: string[] | undefined;
                img?: string[] | undefined;
                media?: string[] | undefined;
                frame?: string[] | undefined;
                font?: string[] | undefined;
                worker?: string[] | undefined;
                trustedTypes?: string[] | undefined;
            } | undefined;
            shapes?: {
                [x: string]: {
                    [x: string]: "function" | "object" | "value";
                };
            } | undefined;
        }[], 1, undefined>]>;
    }, undefined>, undefined>;
    /** In the order of the navigation, remotes without an item last. */
    readonly directory: v.ArraySchema<v.StrictObjectSchema<{
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
            readonly title: v.IntersectSchema<[v.ObjectSchema<{
                readonly en: v.StringSchema<undefined>;
            }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
            readonly icon: v.StringSchema<undefined>;
            readonly order: v.NumberSchema<undefined>;
            readonly path: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a slash">, v.MaxLengthAction<string, 200, undefined>]>, undefined>;
        }, undefined>, undefined>;
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
    }, undefined>, undefined>;
    /** The directory has only what a page starts with; the rest is fetched. Default: it is whole. */
    readonly partial: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
    /** Flags as they are for this user. Default: unknown, those known before stay in force. */
    readonly flags: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
        readonly on: v.BooleanSchema<undefined>;
        readonly why: v.StringSchema<undefined>;
    }, undefined>, undefined>, undefined>;
    /** What the policy of this page permits beside the rest, by the remote that it was granted to. Default: nothing. */
    readonly grants: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
        readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    }, undefined>, undefined>, undefined>;
    /** Remotes whose grants the policy of this page lacks: their addresses are opened by loading the page. Default: none. */
    readonly ownPages: v.OptionalSchema<v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, undefined>, undefined>;
}, undefined>;
export type Channels = v.InferOutput<typeof channelsSchema>;
export type Listing = v.InferOutput<typeof listingSchema>;
export type SignedRelease = v.InferOutput<typeof signedReleaseSchema>;
export type RegistryHead = v.InferOutput<typeof registryHeadSchema>;
export type SignedHead = v.InferOutput<typeof signedHeadSchema>;
export type Registry = v.InferOutput<typeof registrySchema>;
export type ProvenEntry = v.InferOutput<typeof provenEntrySchema>;
export type RegistryEntry = v.InferOutput<typeof registryEntrySchema>;
export type DirectoryEntry = v.InferOutput<typeof directoryEntrySchema>;
export type PageRegistry = v.InferOutput<typeof pageRegistrySchema>;
