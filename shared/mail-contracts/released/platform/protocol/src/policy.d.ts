import * as v from 'valibot';
/** Kind → sources. Scripts and styles are not among them: those of a remote are in its record. */
export declare const policySchema: v.StrictObjectSchema<{
    readonly connect: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    readonly img: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    readonly media: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    readonly frame: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    readonly font: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    /** A browser starts workers of the page's own origin only; those are permitted, and beside them made ones. */
    readonly worker: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
    readonly trustedTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 200, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, undefined>, v.MinLengthAction<string[], 1, undefined>, v.MaxLengthAction<string[], 20, undefined>]>, undefined>;
}, undefined>;
export type RemotePolicy = v.InferOutput<typeof policySchema>;
export type PolicyKind = keyof RemotePolicy;
export declare const policyKinds: readonly PolicyKind[];
/** Of what is granted, the part that one of the records requests: a release that requests less has less. */
export declare const grantedOf: (granted: RemotePolicy, requested: readonly (RemotePolicy | undefined)[]) => RemotePolicy;
/** The first platform whose hosts know flags and grants; the strict documents of an older one have no place for them. */
export declare const grantsPlatform = "2.2.0";
/** Whether hosts of a platform know flags and grants. */
export declare const knowsGrants: (platform: string) => boolean;
