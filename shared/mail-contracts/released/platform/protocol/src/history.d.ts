import * as v from 'valibot';
/** One thing about one piece that a change of the registry has changed. */
export declare const moveSchema: v.StrictObjectSchema<{
    readonly name: v.StringSchema<undefined>;
    /** `stable`, `canary`, `preview <label>`, `off` or `keys`. */
    readonly what: v.StringSchema<undefined>;
    /** A version, for a canary with who gets it; absent when there was none. */
    readonly from: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    readonly to: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
}, undefined>;
/** Why a registry is another than the one before. For people: it is not signed, and nothing is decided by it. */
export declare const changeSchema: v.StrictObjectSchema<{
    readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
    readonly at: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
    readonly by: v.StringSchema<undefined>;
    /** `release`, `start`, `promote`, `rollback`, `refresh`, … */
    readonly command: v.StringSchema<undefined>;
    readonly reason: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    readonly moves: v.ArraySchema<v.StrictObjectSchema<{
        readonly name: v.StringSchema<undefined>;
        /** `stable`, `canary`, `preview <label>`, `off` or `keys`. */
        readonly what: v.StringSchema<undefined>;
        /** A version, for a canary with who gets it; absent when there was none. */
        readonly from: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        readonly to: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    }, undefined>, undefined>;
}, undefined>;
export type Move = v.InferOutput<typeof moveSchema>;
export type Change = v.InferOutput<typeof changeSchema>;
/** A canary that a gateway has stopped because of what browsers reported. */
export declare const stoppedCanarySchema: v.StrictObjectSchema<{
    readonly remote: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    /** When, ISO 8601. */
    readonly at: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
    /** In figures, for people. */
    readonly reason: v.StringSchema<undefined>;
}, undefined>;
/**
 * `care.json` in the store. It needs no signature: it can only make fewer releases run, never another one.
 */
export declare const careSchema: v.StrictObjectSchema<{
    readonly stopped: v.ArraySchema<v.StrictObjectSchema<{
        readonly remote: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        /** When, ISO 8601. */
        readonly at: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
        /** In figures, for people. */
        readonly reason: v.StringSchema<undefined>;
    }, undefined>, undefined>;
}, undefined>;
export type StoppedCanary = v.InferOutput<typeof stoppedCanarySchema>;
export type Care = v.InferOutput<typeof careSchema>;
