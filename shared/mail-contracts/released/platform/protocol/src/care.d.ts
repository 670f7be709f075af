import * as v from 'valibot';
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
