import * as v from 'valibot';
/** Who is signed in. Carries no credential: that is an HttpOnly cookie. */
export declare const sessionSchema: v.ObjectSchema<{
    /** JMAP account id of the primary mail account. */
    readonly accountId: v.StringSchema<undefined>;
    readonly address: v.StringSchema<undefined>;
    readonly name: v.StringSchema<undefined>;
    /** Sent back as `x-atrium-csrf` with every request that changes something. */
    readonly csrf: v.StringSchema<undefined>;
    readonly preferences: v.ObjectSchema<{
        readonly theme: v.OptionalSchema<v.PicklistSchema<["system", "light", "dark"], undefined>, "system">;
        readonly density: v.OptionalSchema<v.PicklistSchema<["comfortable", "compact"], undefined>, "comfortable">;
        readonly locale: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 35, undefined>]>, "system">;
        readonly railCollapsed: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
        readonly imageSenders: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 320, undefined>]>, undefined>, v.MaxLengthAction<string[], 5000, undefined>]>, readonly []>;
    }, undefined>;
    /** Name by which the receiving mail server signs its `Authentication-Results`. Absent: none is believed. */
    readonly authServer: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
}, undefined>;
export type Session = v.InferOutput<typeof sessionSchema>;
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
export declare const changePasswordSchema: v.ObjectSchema<{
    /** The one in force: a borrowed screen must not be enough. */
    readonly current: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 1024, undefined>]>;
    readonly wanted: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 1024, undefined>]>;
}, undefined>;
export type ChangePassword = v.InferOutput<typeof changePasswordSchema>;
export type SignUp = v.InferOutput<typeof signUpSchema>;
