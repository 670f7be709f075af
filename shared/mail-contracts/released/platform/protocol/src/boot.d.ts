import * as v from 'valibot';
import type { Preferences, Session } from './register.ts';
/** Id of the `<script type="application/json">` that carries the boot data. */
export declare const bootElementId = "atrium-boot";
/** The platform's preferences. Fields of a product pass through: it checks them with a schema of its own. */
export declare const platformPreferencesSchema: v.LooseObjectSchema<{
    readonly theme: v.OptionalSchema<v.PicklistSchema<["system", "light", "dark"], undefined>, "system">;
    readonly density: v.OptionalSchema<v.PicklistSchema<["comfortable", "compact"], undefined>, "comfortable">;
    /** BCP 47 tag, or `system` for the browser's language. */
    readonly locale: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 35, undefined>]>, "system">;
    readonly railCollapsed: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
}, undefined>;
/** The platform's part of a session. Fields of a product pass through: it checks them with a schema of its own. */
export declare const platformSessionSchema: v.LooseObjectSchema<{
    readonly name: v.StringSchema<undefined>;
    readonly csrf: v.StringSchema<undefined>;
    readonly preferences: v.LooseObjectSchema<{
        readonly theme: v.OptionalSchema<v.PicklistSchema<["system", "light", "dark"], undefined>, "system">;
        readonly density: v.OptionalSchema<v.PicklistSchema<["comfortable", "compact"], undefined>, "comfortable">;
        /** BCP 47 tag, or `system` for the browser's language. */
        readonly locale: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 35, undefined>]>, "system">;
        readonly railCollapsed: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
    }, undefined>;
}, undefined>;
export type Theme = Preferences['theme'];
export type Density = Preferences['density'];
/** A remote that this browser loads from a dev server in place of its release. */
export declare const overrideSchema: v.StrictObjectSchema<{
    readonly remote: v.StringSchema<undefined>;
    /** Where the dev server has it, with a slash at its end; nothing of it is signed. */
    readonly base: v.StringSchema<undefined>;
    /** Why the override is not in effect; the release is shown. Absent when it is. */
    readonly refused: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
}, undefined>;
export type Override = v.InferOutput<typeof overrideSchema>;
/** A release that this browser was invited to try, by a link. */
export declare const previewSchema: v.StrictObjectSchema<{
    readonly remote: v.StringSchema<undefined>;
    /** Its name in the link: `?preview=inbox:new-list`. */
    readonly name: v.StringSchema<undefined>;
    /** Why the preview is not shown. Absent when it is. */
    readonly refused: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
}, undefined>;
export type Preview = v.InferOutput<typeof previewSchema>;
/**
 * Schema of what the gateway writes into the page, as data, for the host to start with.
 *
 * @param session - Schema of the product's session. Default: the platform's part is checked, the rest passes through.
 * @param product - Schema of what only this product's host reads. Default: anything.
 */
export declare function createBootSchema<Product = unknown>(schemas?: {
    readonly session?: v.GenericSchema<unknown, Session>;
    readonly product?: v.GenericSchema<unknown, Product>;
}): v.StrictObjectSchema<{
    /** Path prefix the site is served below, with a slash at its end. */
    readonly basePath: v.StringSchema<undefined>;
    readonly session: v.NullableSchema<v.GenericSchema<unknown, Session>, undefined>;
    /** The page was written for no user in particular: the host fetches the session. Default: the page carries it. */
    readonly asksForSession: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
    readonly registry: v.StrictObjectSchema<{
        readonly signed: v.NullableSchema<v.StrictObjectSchema<{
            readonly head: v.StrictObjectSchema<{
                readonly schema: v.LiteralSchema<2, undefined>;
                readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
                readonly expires: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
                readonly size: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
                readonly root: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            }, undefined>;
            readonly signatures: v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
                readonly key: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                readonly value: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
            }, undefined>, undefined>, v.MinLengthAction<{
                key: string;
                value: string;
            }[], 1, undefined>]>;
        }, undefined>, undefined>;
        readonly entries: v.ArraySchema<v.StrictObjectSchema<{
            readonly listing: v.StrictObjectSchema<{
                readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
                readonly base: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
                readonly retired: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>, undefined>;
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
                readonly needs: v.OptionalSchema<v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, undefined>, undefined>;
                readonly flags: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
                    readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
                    readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                }, undefined>, undefined>, undefined>;
                readonly grants: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
                    readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                    readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
                }, undefined>, undefined>, undefined>;
                readonly keys: v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>;
                readonly channels: v.StrictObjectSchema<{
                    readonly stable: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                    readonly previous: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                    readonly canary: v.OptionalSchema<v.StrictObjectSchema<{
                        readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
                        readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
                        readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                    }, undefined>, undefined>;
                    readonly previews: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
                }, undefined>;
                readonly releases: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
            }, undefined>;
            readonly index: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
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
            readonly disabled: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        }, undefined>, undefined>;
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
        readonly partial: v.OptionalSchema<v.LiteralSchema<true, undefined>, undefined>;
        readonly flags: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
            readonly on: v.BooleanSchema<undefined>;
            readonly why: v.StringSchema<undefined>;
        }, undefined>, undefined>, undefined>;
        readonly grants: v.OptionalSchema<v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, v.StrictObjectSchema<{
            readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
            readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
        }, undefined>, undefined>, undefined>;
        readonly ownPages: v.OptionalSchema<v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>, undefined>, undefined>;
    }, undefined>;
    /** Absent when there are none, as on every page outside of development. */
    readonly overrides: v.OptionalSchema<v.ArraySchema<v.StrictObjectSchema<{
        readonly remote: v.StringSchema<undefined>;
        /** Where the dev server has it, with a slash at its end; nothing of it is signed. */
        readonly base: v.StringSchema<undefined>;
        /** Why the override is not in effect; the release is shown. Absent when it is. */
        readonly refused: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    }, undefined>, undefined>, undefined>;
    /** Absent when there are none. */
    readonly previews: v.OptionalSchema<v.ArraySchema<v.StrictObjectSchema<{
        readonly remote: v.StringSchema<undefined>;
        /** Its name in the link: `?preview=inbox:new-list`. */
        readonly name: v.StringSchema<undefined>;
        /** Why the preview is not shown. Absent when it is. */
        readonly refused: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    }, undefined>, undefined>, undefined>;
    /** What only this product's host reads; null when it needs nothing. */
    readonly product: v.GenericSchema<unknown, Product>;
}, undefined>;
export type Boot<Product = unknown> = v.InferOutput<ReturnType<typeof createBootSchema<Product>>>;
