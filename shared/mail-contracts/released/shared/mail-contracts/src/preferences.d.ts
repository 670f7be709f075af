import * as v from 'valibot';
/** What a person chose, kept by the gateway, so that it follows them to another device. */
export declare const preferencesSchema: v.ObjectSchema<{
    readonly theme: v.OptionalSchema<v.PicklistSchema<["system", "light", "dark"], undefined>, "system">;
    readonly density: v.OptionalSchema<v.PicklistSchema<["comfortable", "compact"], undefined>, "comfortable">;
    /** BCP 47 tag, or `system` for the browser's. */
    readonly locale: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 35, undefined>]>, "system">;
    readonly railCollapsed: v.OptionalSchema<v.BooleanSchema<undefined>, false>;
    /** Lower-case addresses whose remote images are shown without asking. */
    readonly imageSenders: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 320, undefined>]>, undefined>, v.MaxLengthAction<string[], 5000, undefined>]>, readonly []>;
}, undefined>;
export type Preferences = v.InferOutput<typeof preferencesSchema>;
export type Theme = Preferences['theme'];
export type Density = Preferences['density'];
export declare const defaultPreferences: Preferences;
