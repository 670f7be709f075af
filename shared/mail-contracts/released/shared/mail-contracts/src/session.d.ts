import type { Session } from '@atrium/protocol/register';
import * as v from 'valibot';
/** What a user of the mail workspace has chosen. */
export declare const preferencesSchema: v.ObjectSchema<{
    readonly theme: v.OptionalSchema<v.PicklistSchema<["system", "light", "dark"], undefined>, "system">;
    readonly density: v.OptionalSchema<v.PicklistSchema<["comfortable", "compact"], undefined>, "comfortable">;
    readonly locale: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 35, undefined>]>, "system">;
    readonly railCollapsed: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
    /** Lower-case addresses whose remote images are shown without asking. */
    readonly imageSenders: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 320, undefined>]>, undefined>, v.MaxLengthAction<string[], 5000, undefined>]>, readonly []>;
    /** Seconds in which a message that was sent can be taken back. Absent: 5. */
    readonly undoSend: v.OptionalSchema<v.PicklistSchema<[5, 10, 20, 30], undefined>, undefined>;
    /** What swiping a row of the list does. Absent: to the left archives, to the right marks as read or unread. */
    readonly swipeLeft: v.OptionalSchema<v.PicklistSchema<readonly ["archive", "trash", "read", "star", "none"], undefined>, undefined>;
    readonly swipeRight: v.OptionalSchema<v.PicklistSchema<readonly ["archive", "trash", "read", "star", "none"], undefined>, undefined>;
    /** Where an open conversation is. Absent: at the right of the list. */
    readonly readingPane: v.OptionalSchema<v.PicklistSchema<readonly ["right", "below", "off"], undefined>, undefined>;
}, undefined>;
export type MailPreferences = v.InferOutput<typeof preferencesSchema>;
export declare const defaultPreferences: MailPreferences;
export declare const sessionSchema: v.ObjectSchema<{
    readonly name: v.StringSchema<undefined>;
    readonly csrf: v.StringSchema<undefined>;
    readonly preferences: v.ObjectSchema<{
        readonly theme: v.OptionalSchema<v.PicklistSchema<["system", "light", "dark"], undefined>, "system">;
        readonly density: v.OptionalSchema<v.PicklistSchema<["comfortable", "compact"], undefined>, "comfortable">;
        readonly locale: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 35, undefined>]>, "system">;
        readonly railCollapsed: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
        /** Lower-case addresses whose remote images are shown without asking. */
        readonly imageSenders: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 320, undefined>]>, undefined>, v.MaxLengthAction<string[], 5000, undefined>]>, readonly []>;
        /** Seconds in which a message that was sent can be taken back. Absent: 5. */
        readonly undoSend: v.OptionalSchema<v.PicklistSchema<[5, 10, 20, 30], undefined>, undefined>;
        /** What swiping a row of the list does. Absent: to the left archives, to the right marks as read or unread. */
        readonly swipeLeft: v.OptionalSchema<v.PicklistSchema<readonly ["archive", "trash", "read", "star", "none"], undefined>, undefined>;
        readonly swipeRight: v.OptionalSchema<v.PicklistSchema<readonly ["archive", "trash", "read", "star", "none"], undefined>, undefined>;
        /** Where an open conversation is. Absent: at the right of the list. */
        readonly readingPane: v.OptionalSchema<v.PicklistSchema<readonly ["right", "below", "off"], undefined>, undefined>;
    }, undefined>;
    /** JMAP account id of the primary mail account. */
    readonly accountId: v.StringSchema<undefined>;
    readonly address: v.StringSchema<undefined>;
    /** Name with which the receiving mail server signs its `Authentication-Results`. Absent: none is believed. */
    readonly authServer: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    /** Milliseconds until it ends in any case, which no use prolongs. */
    readonly endsIn: v.OptionalSchema<v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
}, undefined>;
export type MailSession = v.InferOutput<typeof sessionSchema> & Session;
export declare const signInSchema: v.ObjectSchema<{
    readonly address: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.TrimAction, v.MaxLengthAction<string, 320, undefined>]>;
    readonly password: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 1024, undefined>]>;
}, undefined>;
export type SignIn = v.InferOutput<typeof signInSchema>;
/** Characters, at least. NIST SP 800-63B §3.1.1: length counts, composition rules do not. */
export declare const minPasswordLength = 8;
export declare const signUpSchema: v.ObjectSchema<{
    /** Local part (`ada`) or full address at a domain this server hosts. */
    readonly address: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.TrimAction, v.MaxLengthAction<string, 320, undefined>]>;
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.TrimAction, v.MaxLengthAction<string, 200, undefined>]>;
    readonly password: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 1024, undefined>]>;
}, undefined>;
export type SignUp = v.InferOutput<typeof signUpSchema>;
export declare const changePasswordSchema: v.ObjectSchema<{
    /** The current one: an unlocked screen must not be enough. */
    readonly current: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 1024, undefined>]>;
    readonly wanted: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 1024, undefined>]>;
}, undefined>;
export type ChangePassword = v.InferOutput<typeof changePasswordSchema>;
/** What the sign-in pages of the mail workspace read from the page. */
declare const signInOptionsSchema: v.StrictObjectSchema<{
    /** Domain that new addresses get when none is typed, e.g. `atrium.example`. */
    readonly mailDomain: v.StringSchema<undefined>;
    readonly signUp: v.BooleanSchema<undefined>;
    /** Name of a provider of OpenID Connect that people can sign in at. Absent without one. */
    readonly openId: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    /** Shown on the sign-in page of a demo installation, else null. */
    readonly demo: v.NullableSchema<v.ObjectSchema<{
        readonly address: v.StringSchema<undefined>;
        readonly password: v.StringSchema<undefined>;
    }, undefined>, undefined>;
}, undefined>;
export type SignInOptions = v.InferOutput<typeof signInOptionsSchema>;
/** What the gateway writes into a page of the mail workspace. `product` is always there. */
export declare const bootSchema: v.StrictObjectSchema<{
    readonly basePath: v.StringSchema<undefined>;
    readonly session: v.NullableSchema<v.GenericSchema<unknown, Session>, undefined>;
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
    readonly overrides: v.OptionalSchema<v.ArraySchema<v.StrictObjectSchema<{
        readonly remote: v.StringSchema<undefined>;
        readonly base: v.StringSchema<undefined>;
        readonly refused: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    }, undefined>, undefined>, undefined>;
    readonly previews: v.OptionalSchema<v.ArraySchema<v.StrictObjectSchema<{
        readonly remote: v.StringSchema<undefined>;
        readonly name: v.StringSchema<undefined>;
        readonly refused: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    }, undefined>, undefined>, undefined>;
    readonly product: v.GenericSchema<unknown, {
        mailDomain: string;
        signUp: boolean;
        openId?: string | undefined;
        demo: {
            address: string;
            password: string;
        } | null;
    }>;
}, undefined>;
export type MailBoot = v.InferOutput<typeof bootSchema>;
export {};
