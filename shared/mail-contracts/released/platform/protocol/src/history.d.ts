import * as v from 'valibot';
/** One field of one remote (or of the host) that a change of the registry has set, and its values before and after. */
export declare const changedFieldSchema: v.StrictObjectSchema<{
    readonly name: v.StringSchema<undefined>;
    /** `stable`, `canary`, `preview <label>`, `flag <name>`, `grant <remote> <kind>`, `off` or `keys`. */
    readonly what: v.StringSchema<undefined>;
    /** A version, for a canary with its audience; absent when there was none. */
    readonly from: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    readonly to: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
}, undefined>;
export type ChangedField = v.InferOutput<typeof changedFieldSchema>;
/**
 * Entry of the registry's history: why a registry differs from the one before. Written for people: it is not signed,
 * and no decision depends on it.
 */
export declare const changeRecordSchema: v.StrictObjectSchema<{
    /** Of the registry that the change resulted in. */
    readonly serial: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.IntegerAction<number, undefined>, v.MinValueAction<number, 1, undefined>]>;
    /** ISO 8601. */
    readonly at: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
    readonly by: v.StringSchema<undefined>;
    /** `release`, `start`, `promote`, `rollback`, `refresh`, … */
    readonly command: v.StringSchema<undefined>;
    readonly reason: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    readonly moves: v.ArraySchema<v.StrictObjectSchema<{
        readonly name: v.StringSchema<undefined>;
        /** `stable`, `canary`, `preview <label>`, `flag <name>`, `grant <remote> <kind>`, `off` or `keys`. */
        readonly what: v.StringSchema<undefined>;
        /** A version, for a canary with its audience; absent when there was none. */
        readonly from: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
        readonly to: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    }, undefined>, undefined>;
}, undefined>;
export type ChangeRecord = v.InferOutput<typeof changeRecordSchema>;
/** A canary that a gateway has stopped because of what browsers reported. */
export declare const stoppedCanarySchema: v.StrictObjectSchema<{
    readonly remote: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
    readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    /** ISO 8601. */
    readonly at: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
    /** The figures that led to it, for people. */
    readonly reason: v.StringSchema<undefined>;
}, undefined>;
export type StoppedCanary = v.InferOutput<typeof stoppedCanarySchema>;
/** `care.json` in the store. It needs no signature: it can only stop releases from running, never start another one. */
export declare const stoppedCanariesSchema: v.StrictObjectSchema<{
    readonly stopped: v.ArraySchema<v.StrictObjectSchema<{
        readonly remote: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>, v.MaxLengthAction<string, 40, undefined>]>;
        readonly version: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
        /** ISO 8601. */
        readonly at: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.IsoTimestampAction<string, undefined>]>;
        /** The figures that led to it, for people. */
        readonly reason: v.StringSchema<undefined>;
    }, undefined>, undefined>;
}, undefined>;
export type StoppedCanaries = v.InferOutput<typeof stoppedCanariesSchema>;
