import * as v from 'valibot';
/** `1.2.3`. Without pre-release and build metadata: what is released runs for users. */
export declare const semverSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a version of three numbers, such as 1.2.0">]>;
/** `^1.2.0`, `~1.2.0`, `>=1.2.0 <3.0.0`, `1.x`, `*`, and alternatives: `^1.4.0 || ^2.0.0`. */
export declare const rangeSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 100, undefined>, v.CheckAction<string, "must be a range of versions, such as ^1.2.0 or \"^1.4.0 || ^2.0.0\"">]>;
/** Whether a version is in a range; false when either is not one. */
export declare function satisfies(version: string, range: string): boolean;
