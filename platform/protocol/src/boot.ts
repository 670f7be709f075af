import * as v from 'valibot'
import type { Preferences, Session } from './register.ts'
import { pageRegistrySchema } from './registry.ts'

/** Id of the `<script type="application/json">` that carries the boot data. */
export const bootElementId = 'atrium-boot'

/** The platform's preferences. Fields of a product pass through: it checks them with a schema of its own. */
export const platformPreferencesSchema = v.looseObject({
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  density: v.optional(v.picklist(['comfortable', 'compact']), 'comfortable'),
  /** BCP 47 tag, or `system` for the browser's language. */
  locale: v.optional(v.pipe(v.string(), v.maxLength(35)), 'system'),
  railCollapsed: v.optional(v.boolean(), false),
})

/** The platform's part of a session. Fields of a product pass through: it checks them with a schema of its own. */
export const platformSessionSchema = v.looseObject({
  name: v.string(),
  csrf: v.string(),
  preferences: platformPreferencesSchema,
})

export type Theme = Preferences['theme']
export type Density = Preferences['density']

/** A remote that this browser loads from a dev server in place of its release. */
export const overrideSchema = v.strictObject({
  remote: v.string(),
  /** Where the dev server has it, with a slash at its end; nothing of it is signed. */
  base: v.string(),
  /** Why the override is not in effect; the release is shown. Absent when it is. */
  refused: v.optional(v.string()),
})

export type Override = v.InferOutput<typeof overrideSchema>

/** A release that this browser was invited to try, by a link. */
export const previewSchema = v.strictObject({
  remote: v.string(),
  /** Its name in the link: `?preview=inbox:new-list`. */
  name: v.string(),
  /** Why the preview is not shown. Absent when it is. */
  refused: v.optional(v.string()),
})

export type Preview = v.InferOutput<typeof previewSchema>

/**
 * Schema of what the gateway writes into the page, as data, for the host to start with.
 *
 * @param session - Schema of the product's session. Default: the platform's part is checked, the rest passes through.
 * @param product - Schema of what only this product's host reads. Default: anything.
 */
export function createBootSchema<Product = unknown>(
  schemas: {
    readonly session?: v.GenericSchema<unknown, Session>
    readonly product?: v.GenericSchema<unknown, Product>
  } = {},
) {
  return v.strictObject({
    /** Path prefix the site is served below, with a slash at its end. */
    basePath: v.string(),
    session: v.nullable(schemas.session ?? (platformSessionSchema as unknown as v.GenericSchema<unknown, Session>)),
    /** The page was written for no user in particular: the host fetches the session. Default: the page carries it. */
    asksForSession: v.optional(v.literal(true)),
    registry: pageRegistrySchema,
    /** Absent when there are none, as on every page outside of development. */
    overrides: v.optional(v.array(overrideSchema)),
    /** Absent when there are none. */
    previews: v.optional(v.array(previewSchema)),
    /** What only this product's host reads; null when it needs nothing. */
    product: schemas.product ?? (v.unknown() as v.GenericSchema<unknown, Product>),
  })
}

export type Boot<Product = unknown> = v.InferOutput<ReturnType<typeof createBootSchema<Product>>>
