import * as v from 'valibot'
import { pageRegistrySchema } from './registry.ts'
import { sessionSchema } from './session.ts'

/** Id of the `<script type="application/json">` that carries the boot data. */
export const bootElementId = 'atrium-boot'

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
  registry: pageRegistrySchema,
})

export type Boot = v.InferOutput<typeof bootSchema>
