import * as v from 'valibot';
export declare const signedInDevicesSchema: v.GenericSchema<unknown, readonly SignedInDevice[]>;
/** A device that is signed in. */
export interface SignedInDevice {
    readonly id: string;
    /** `Firefox on Linux`; empty when it did not say. */
    readonly device: string;
    /** UTC dates (RFC 3339). The last use is exact to a minute. */
    readonly signedInAt: string;
    readonly usedAt: string;
    /** Whether it is the one that requests the list. */
    readonly current: boolean;
}
export declare const newAppPasswordSchema: v.ObjectSchema<{
    /** What it is for: `Phone`. */
    readonly name: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.TrimAction, v.MinLengthAction<string, 1, undefined>, v.MaxLengthAction<string, 100, undefined>]>;
    /** The password of the account: an unlocked screen must not be enough. */
    readonly current: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 1024, undefined>]>;
}, undefined>;
export type NewAppPassword = v.InferOutput<typeof newAppPasswordSchema>;
export declare const appPasswordSchema: v.GenericSchema<unknown, AppPassword>;
/** The password of one program, which can be revoked by itself. */
export interface AppPassword {
    readonly id: string;
    readonly name: string;
    /** UTC date (RFC 3339). */
    readonly createdAt: string;
    /** Null: never. Exact to a minute. */
    readonly usedAt: string | null;
    /** Only in the response to the request that made it. */
    readonly password?: string;
}
