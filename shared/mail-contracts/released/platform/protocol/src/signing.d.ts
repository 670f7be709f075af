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
