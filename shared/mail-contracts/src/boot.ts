import * as v from 'valibot'
import { pageRegistrySchema } from '@atrium/protocol'
import { sessionSchema } from './session.ts'

/** Id of the `<script type="application/json">` that carries the boot data. */
export const bootElementId = 'atrium-boot'

/** A remote that this person's browser takes from a dev server in place of its release. */
export const overrideSchema = v.strictObject({
  remote: v.string(),
  /** Where the dev server has it, with a slash at its end; nothing of it is signed. */
  base: v.string(),
  /** Why it is not in force after all; the release is shown. Absent when it is. */
  refused: v.optional(v.string()),
})

export type Override = v.InferOutput<typeof overrideSchema>

/** A release that this person's browser was asked to try, by a link. */
export const previewSchema = v.strictObject({
  remote: v.string(),
  /** Its name in the link: `?preview=inbox:new-list`. */
  name: v.string(),
  /** Why it is not shown after all. Absent when it is. */
  refused: v.optional(v.string()),
})

export type Preview = v.InferOutput<typeof previewSchema>

/** What the gateway writes into the page, as data, for the shell to start with. */
export const bootSchema = v.strictObject({
  /** Path prefix the site is served below, with a slash at its end. */
  basePath: v.string(),
  /** Domain new addresses get when none is typed, e.g. `atrium.example`. */
  mailDomain: v.string(),
  signUp: v.boolean(),
  /** Shown on the sign-in page of a demo installation, else null. */
  demo: v.nullable(v.object({ address: v.string(), password: v.string() })),
  session: v.nullable(sessionSchema),
  /** The page was written for nobody in particular: the shell asks who is there. Default: the page says it. */
  asksForSession: v.optional(v.literal(true)),
  registry: pageRegistrySchema,
  /** Absent when there are none, as on every page that nobody develops on. */
  overrides: v.optional(v.array(overrideSchema)),
  /** Absent when there are none. */
  previews: v.optional(v.array(previewSchema)),
})

export type Boot = v.InferOutput<typeof bootSchema>
