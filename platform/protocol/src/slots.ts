import * as v from 'valibot'

// What a remote adds to places of others: the field `slots` of its package.json, of its record, and of the directory.

/** Name of an exposed module as a record has it: `./folders`. */
export const exposedSchema = v.pipe(
  v.string(),
  v.regex(/^\.\/[A-Za-z][\w-]*$/, 'must name a module of src/exposes, such as ./page'),
)

const exportSchema = v.pipe(v.string(), v.regex(/^[A-Za-z_$][\w$]*$/, 'must be the name of an export'))

/** Text by language tag; `en` is always there. */
export const titlesSchema = v.intersect([v.object({ en: v.string() }), v.record(v.string(), v.string())])

/** RFC 6838 in lower case, without parameters; `image/*` is any subtype. */
const mediaTypeSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/(\*|[a-z0-9][a-z0-9!#$&^_.+-]*)$/, 'must be a media type such as image/*'),
)

/** One thing that a remote adds to a slot. What each slot hands to it: docs/slots.md. */
export const contributionSchema = v.strictObject({
  /** Exposed module: `./folders`. */
  module: exposedSchema,
  /** Which of its exports. Default: `default`. */
  export: v.optional(exportSchema),
  /** Lower comes first; equal ones by the name of their remote. Default: 0. */
  order: v.optional(v.number()),
  /** What it is called, where the slot shows a name. */
  title: v.optional(titlesSchema),
  /** Name of an icon of the product's set. */
  icon: v.optional(v.string()),
  /** Of `message.attachment`: what it can show. */
  mediaTypes: v.optional(v.pipe(v.array(mediaTypeSchema), v.minLength(1))),
  /** Of `command`: one character, which runs it while nothing is being typed. */
  shortcut: v.optional(v.pipe(v.string(), v.length(1))),
  /**
   * When it is loaded: at once, when the page is idle, or when something of its remote is requested by `load()`; its
   * files are then fetched when the page is idle. Default: `immediate`.
   */
  activation: v.optional(v.picklist(['immediate', 'idle', 'requested'])),
  /** Hook that returns how much of it is open: while that is more than 0, the remote is not replaced. */
  busy: v.optional(v.strictObject({ module: exposedSchema, export: exportSchema })),
  /**
   * Prefix of keys of `localStorage`: with one there, the remote is requested when the page is idle, to restore what
   * an earlier page left. `{field}` is a field of the session: `acme:draft:{accountId}:`.
   */
  restores: v.optional(v.pipe(v.string(), v.minLength(3), v.maxLength(100))),
})

/** Slots that a host renders as it starts: what is in them comes with the page. */
export const frameSlots = ['rail', 'header', 'windows', 'badge'] as const

/** Slots of every host; docs/slots.md says what each is. */
export const hostSlots = [...frameSlots, 'command', 'notification'] as const

/** `rail`, or a slot that a remote or a product offers: `settings.section`. */
export const slotNameSchema = v.pipe(
  v.string(),
  v.maxLength(60),
  v.check(
    (name) => (hostSlots as readonly string[]).includes(name) || /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/.test(name),
    ({ input }) =>
      `unknown slot "${String(input)}". A host has ${hostSlots.join(', ')}; a page is src/exposes/page.tsx; what a remote offers has a dot in its name, such as settings.section`,
  ),
)

/** What a contribution to a slot cannot do without. */
const needed: Readonly<Record<string, readonly (keyof Contribution)[]>> = {
  badge: ['export'],
  command: ['title'],
  'settings.section': ['title'],
  'message.attachment': ['mediaTypes'],
}

export const slotsSchema = v.pipe(
  v.record(slotNameSchema, v.pipe(v.array(contributionSchema), v.minLength(1))),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const [slot, contributions] of Object.entries(dataset.value))
      for (const contribution of contributions) {
        const missing = (needed[slot] ?? []).find((field) => contribution[field] === undefined)
        if (missing !== undefined)
          addIssue({ message: `a contribution to ${slot} needs "${missing}" (${contribution.module})` })
      }
  }),
)

export type Contribution = v.InferOutput<typeof contributionSchema>

/** Slot → what one remote adds to it. */
export type SlotsOfRemote = v.InferOutput<typeof slotsSchema>

/** A contribution, and whose it is. */
export interface Contributed extends Contribution {
  readonly remote: string
  /** Federated name of its module: `inbox/folders`. */
  readonly view: string
}

interface Contributor {
  readonly name: string
  readonly slots?: SlotsOfRemote | undefined
}

const byOrder = (one: Contributed, other: Contributed): number =>
  (one.order ?? 0) - (other.order ?? 0) || (one.remote < other.remote ? -1 : one.remote > other.remote ? 1 : 0)

/** What is in a slot, in its order. */
export const contributionsTo = (slot: string, contributors: readonly Contributor[]): Contributed[] =>
  contributors
    .flatMap(({ name, slots }) =>
      (slots?.[slot] ?? []).map((contribution) => ({
        ...contribution,
        remote: name,
        view: `${name}/${contribution.module.slice(2)}`,
      })),
    )
    .sort(byOrder)

/** Whether a contribution takes a media type (parameters and upper case are ignored). One that names none takes all. */
export function takesMediaType({ mediaTypes }: Pick<Contribution, 'mediaTypes'>, type: string): boolean {
  const plain = type.replace(/;.*/s, '').trim().toLowerCase()
  return (
    !mediaTypes ||
    mediaTypes.some((each) => each === plain || (each.endsWith('/*') && plain.startsWith(each.slice(0, -1))))
  )
}
