import * as v from 'valibot';
/** Name of an exposed module as a record has it: `./folders`. */
export declare const exposedSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>;
/** Text by language tag; `en` is always there. */
export declare const titlesSchema: v.IntersectSchema<[v.ObjectSchema<{
    readonly en: v.StringSchema<undefined>;
}, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>;
/** One thing that a remote adds to a slot. What each slot hands to it: docs/slots.md. */
export declare const contributionSchema: v.StrictObjectSchema<{
    /** Exposed module: `./folders`. */
    readonly module: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>;
    /** Which of its exports. Default: `default`. */
    readonly export: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be the name of an export">]>, undefined>;
    /** Lower comes first; equal ones by the name of their remote. Default: 0. */
    readonly order: v.OptionalSchema<v.NumberSchema<undefined>, undefined>;
    /** What it is called, where the slot shows a name. */
    readonly title: v.OptionalSchema<v.IntersectSchema<[v.ObjectSchema<{
        readonly en: v.StringSchema<undefined>;
    }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>, undefined>;
    /** Name of an icon of the product's set. */
    readonly icon: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    /** Of `message.attachment`: what it can show. */
    readonly mediaTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a media type such as image/*">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
    /** Of `command`: one character, which runs it while nothing is being typed. */
    readonly shortcut: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.LengthAction<string, 1, undefined>]>, undefined>;
    /**
     * When it is loaded: at once, when the page is idle, or when something of its remote is requested by `load()`; its
     * files are then fetched when the page is idle. Default: `immediate`.
     */
    readonly activation: v.OptionalSchema<v.PicklistSchema<["immediate", "idle", "requested"], undefined>, undefined>;
    /** Hook that returns how much of it is open: while that is more than 0, the remote is not replaced. */
    readonly busy: v.OptionalSchema<v.StrictObjectSchema<{
        readonly module: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>;
        readonly export: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be the name of an export">]>;
    }, undefined>, undefined>;
    /**
     * Prefix of keys of `localStorage`: with one there, the remote is requested when the page is idle, to restore what
     * an earlier page left. `{field}` is a field of the session: `acme:draft:{accountId}:`.
     */
    readonly restores: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MinLengthAction<string, 3, undefined>, v.MaxLengthAction<string, 100, undefined>]>, undefined>;
}, undefined>;
/** Slots that a host renders as it starts: what is in them comes with the page. */
export declare const frameSlots: readonly ['rail', 'header', 'windows', 'badge'];
/** Slots of every host; docs/slots.md says what each is. */
export declare const hostSlots: readonly ["rail", "header", "windows", "badge", "command", "notification"];
/** `rail`, or a slot that a remote or a product offers: `settings.section`. */
export declare const slotNameSchema: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 60, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>;
export declare const slotsSchema: v.SchemaWithPipe<readonly [v.RecordSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 60, undefined>, v.CheckAction<string, ({ input }: v.CheckIssue<string>) => string>]>, v.SchemaWithPipe<readonly [v.ArraySchema<v.StrictObjectSchema<{
    /** Exposed module: `./folders`. */
    readonly module: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>;
    /** Which of its exports. Default: `default`. */
    readonly export: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be the name of an export">]>, undefined>;
    /** Lower comes first; equal ones by the name of their remote. Default: 0. */
    readonly order: v.OptionalSchema<v.NumberSchema<undefined>, undefined>;
    /** What it is called, where the slot shows a name. */
    readonly title: v.OptionalSchema<v.IntersectSchema<[v.ObjectSchema<{
        readonly en: v.StringSchema<undefined>;
    }, undefined>, v.RecordSchema<v.StringSchema<undefined>, v.StringSchema<undefined>, undefined>], undefined>, undefined>;
    /** Name of an icon of the product's set. */
    readonly icon: v.OptionalSchema<v.StringSchema<undefined>, undefined>;
    /** Of `message.attachment`: what it can show. */
    readonly mediaTypes: v.OptionalSchema<v.SchemaWithPipe<readonly [v.ArraySchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be a media type such as image/*">]>, undefined>, v.MinLengthAction<string[], 1, undefined>]>, undefined>;
    /** Of `command`: one character, which runs it while nothing is being typed. */
    readonly shortcut: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.LengthAction<string, 1, undefined>]>, undefined>;
    /**
     * When it is loaded: at once, when the page is idle, or when something of its remote is requested by `load()`; its
     * files are then fetched when the page is idle. Default: `immediate`.
     */
    readonly activation: v.OptionalSchema<v.PicklistSchema<["immediate", "idle", "requested"], undefined>, undefined>;
    /** Hook that returns how much of it is open: while that is more than 0, the remote is not replaced. */
    readonly busy: v.OptionalSchema<v.StrictObjectSchema<{
        readonly module: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must name a module of src/exposes, such as ./page">]>;
        readonly export: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, "must be the name of an export">]>;
    }, undefined>, undefined>;
    /**
     * Prefix of keys of `localStorage`: with one there, the remote is requested when the page is idle, to restore what
     * an earlier page left. `{field}` is a field of the session: `acme:draft:{accountId}:`.
     */
    readonly restores: v.OptionalSchema<v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MinLengthAction<string, 3, undefined>, v.MaxLengthAction<string, 100, undefined>]>, undefined>;
}, undefined>, undefined>, v.MinLengthAction<{
    module: string;
    export?: string | undefined;
    order?: number | undefined;
    title?: ({
        en: string;
    } & {
        [x: string]: string;
    }) | undefined;
    icon?: string | undefined;
    mediaTypes?: string[] | undefined;
    shortcut?: string | undefined;
    activation?: "idle" | "immediate" | "requested" | undefined;
    busy?: {
        module: string;
        export: string;
    } | undefined;
    restores?: string | undefined;
}[], 1, undefined>]>, undefined>, v.RawCheckAction<{
    [x: string]: {
        module: string;
        export?: string | undefined;
        order?: number | undefined;
        title?: ({
            en: string;
        } & {
            [x: string]: string;
        }) | undefined;
        icon?: string | undefined;
        mediaTypes?: string[] | undefined;
        shortcut?: string | undefined;
        activation?: "idle" | "immediate" | "requested" | undefined;
        busy?: {
            module: string;
            export: string;
        } | undefined;
        restores?: string | undefined;
    }[];
}>]>;
export type Contribution = v.InferOutput<typeof contributionSchema>;
/** Slot → what one remote adds to it. */
export type SlotsOfRemote = v.InferOutput<typeof slotsSchema>;
/** A contribution, and whose it is. */
export interface Contributed extends Contribution {
    readonly remote: string;
    /** Federated name of its module: `inbox/folders`. */
    readonly view: string;
}
interface Contributor {
    readonly name: string;
    readonly slots?: SlotsOfRemote | undefined;
}
/** What is in a slot, in its order. */
export declare const contributionsTo: (slot: string, contributors: readonly Contributor[]) => Contributed[];
/** Whether a contribution takes a media type (parameters and upper case are ignored). One that names none takes all. */
export declare function takesMediaType({ mediaTypes }: Pick<Contribution, 'mediaTypes'>, type: string): boolean;
export {};
