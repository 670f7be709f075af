import * as v from 'valibot';
/** Name of a group of users, or of a preview, as written in a configuration or a link. */
export declare const channelNameSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
/** `newList`, `quick-reply`. */
export declare const flagNameSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>;
/** For whom a flag is on. One that is not declared is off. */
export declare const flagSchema: v.StrictObjectSchema<{
    /** Of all people, 0 to 100; who is in stays in while it grows. 100 is everyone, also those who are not signed in. */
    readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
    /** Groups of the gateway's configuration for which it is on, whatever the percentage. */
    readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
}, undefined>;
export declare const flagsSchema: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
    /** Of all people, 0 to 100; who is in stays in while it grows. 100 is everyone, also those who are not signed in. */
    readonly percent: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.MinValueAction<number, 0, undefined>, v.MaxValueAction<number, 100, undefined>]>;
    /** Groups of the gateway's configuration for which it is on, whatever the percentage. */
    readonly cohorts: v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>, undefined>;
}, undefined>, undefined>;
/** A flag as it is for one user. */
export declare const flagStateSchema: v.StrictObjectSchema<{
    readonly on: v.BooleanSchema<undefined>;
    /** For developers: `everyone`, `no one`, `20 %`, `group beta`. */
    readonly why: v.StringSchema<undefined>;
}, undefined>;
export declare const flagStatesSchema: v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must start with a lower-case letter; letters, digits and dashes follow, 40 at most">]>, v.StrictObjectSchema<{
    readonly on: v.BooleanSchema<undefined>;
    /** For developers: `everyone`, `no one`, `20 %`, `group beta`. */
    readonly why: v.StringSchema<undefined>;
}, undefined>, undefined>;
export type Flag = v.InferOutput<typeof flagSchema>;
export type FlagStates = v.InferOutput<typeof flagStatesSchema>;
