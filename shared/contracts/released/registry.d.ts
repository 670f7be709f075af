import * as v from 'valibot';
/** What the registry says of one remote. `releases[0]` is current, the rest are fallbacks, newest first. */
export declare const registryEntrySchema: v.StrictObjectSchema<{
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    /** Why the operator has switched it off; absent when it is on. */
    readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    readonly releases: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
        readonly schema: v.LiteralSchema<1, undefined>;
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
        readonly platform: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
        readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
        readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
        readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
        readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
        readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
            readonly title: v.IntersectSchema<[v.ObjectSchema<{
                readonly en: v.StringSchema<undefined>;
            }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
            readonly icon: v.StringSchema<undefined>;
            readonly order: v.NumberSchema<undefined>;
        }, undefined>, undefined>;
    }, undefined>, undefined>, v.MinLengthAction<{
        schema: 1;
        name: string;
        version: string;
        contract: number;
        platform: number;
        entry: string;
        global: string;
        exposes: {
            [x: string]: string[];
        };
        files: {
            [x: string]: string;
        };
        navigation?: {
            title: {
                en: string;
            } & {
                [x: string]: string;
            };
            icon: string;
            order: number;
        } | undefined;
    }[], 1, undefined>]>;
}, undefined>;
/** What the shell needs to know of every remote to draw its navigation. */
export declare const directoryEntrySchema: v.StrictObjectSchema<{
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly navigation: v.StrictObjectSchema<{
        readonly title: v.IntersectSchema<[v.ObjectSchema<{
            readonly en: v.StringSchema<undefined>;
        }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
        readonly icon: v.StringSchema<undefined>;
        readonly order: v.NumberSchema<undefined>;
    }, undefined>;
}, undefined>;
/** The registry as the gateway keeps it. */
export declare const registrySchema: v.StrictObjectSchema<{
    readonly schema: v.LiteralSchema<1, undefined>;
    /** Grows by one with every change. */
    readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
    readonly remotes: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        /** Why the operator has switched it off; absent when it is on. */
        readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        readonly releases: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
            readonly schema: v.LiteralSchema<1, undefined>;
            readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
            readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            readonly platform: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
            readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
            readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
            readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
                readonly title: v.IntersectSchema<[v.ObjectSchema<{
                    readonly en: v.StringSchema<undefined>;
                }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
                readonly icon: v.StringSchema<undefined>;
                readonly order: v.NumberSchema<undefined>;
            }, undefined>, undefined>;
        }, undefined>, undefined>, v.MinLengthAction<{
            schema: 1;
            name: string;
            version: string;
            contract: number;
            platform: number;
            entry: string;
            global: string;
            exposes: {
                [x: string]: string[];
            };
            files: {
                [x: string]: string;
            };
            navigation?: {
                title: {
                    en: string;
                } & {
                    [x: string]: string;
                };
                icon: string;
                order: number;
            } | undefined;
        }[], 1, undefined>]>;
    }, undefined>, undefined>;
}, undefined>;
/** The part of the registry that the gateway writes into the page. */
export declare const pageRegistrySchema: v.StrictObjectSchema<{
    readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
    /** Entries of the remotes this page starts with; others are fetched by name. */
    readonly entries: v.ArraySchema<v.StrictObjectSchema<{
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        /** Why the operator has switched it off; absent when it is on. */
        readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        readonly releases: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
            readonly schema: v.LiteralSchema<1, undefined>;
            readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
            readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            readonly contract: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            readonly platform: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
            readonly entry: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>;
            readonly global: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 80, undefined>]>;
            readonly exposes: v.RecordSchema<v.StringSchema<undefined>, v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, undefined>, undefined>;
            readonly files: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 200, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            readonly navigation: v.OptionalSchema<v.StrictObjectSchema<{
                readonly title: v.IntersectSchema<[v.ObjectSchema<{
                    readonly en: v.StringSchema<undefined>;
                }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
                readonly icon: v.StringSchema<undefined>;
                readonly order: v.NumberSchema<undefined>;
            }, undefined>, undefined>;
        }, undefined>, undefined>, v.MinLengthAction<{
            schema: 1;
            name: string;
            version: string;
            contract: number;
            platform: number;
            entry: string;
            global: string;
            exposes: {
                [x: string]: string[];
            };
            files: {
                [x: string]: string;
            };
            navigation?: {
                title: {
                    en: string;
                } & {
                    [x: string]: string;
                };
                icon: string;
                order: number;
            } | undefined;
        }[], 1, undefined>]>;
    }, undefined>, undefined>;
    /** The first items of the navigation; the rest is fetched. */
    readonly directory: v.ArraySchema<v.StrictObjectSchema<{
        readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly navigation: v.StrictObjectSchema<{
            readonly title: v.IntersectSchema<[v.ObjectSchema<{
                readonly en: v.StringSchema<undefined>;
            }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
            readonly icon: v.StringSchema<undefined>;
            readonly order: v.NumberSchema<undefined>;
        }, undefined>;
    }, undefined>, undefined>;
}, undefined>;
export type RegistryEntry = v.InferOutput<typeof registryEntrySchema>;
export type DirectoryEntry = v.InferOutput<typeof directoryEntrySchema>;
export type Registry = v.InferOutput<typeof registrySchema>;
export type PageRegistry = v.InferOutput<typeof pageRegistrySchema>;
