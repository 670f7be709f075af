import * as v from 'valibot'

// Feature switches of an environment: set by `atrium flag`, signed with the registry, evaluated by the gateway.

/** Name of a group of users, or of a preview, as written in a configuration or a link. */
export const channelNameSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))

/** `newList`, `quick-reply`. */
export const flagNameSchema = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][A-Za-z0-9-]{0,39}$/,
    'must start with a lower-case letter; letters, digits and dashes follow, 40 at most',
  ),
)

/** For whom a flag is on. One that is not declared is off. */
export const flagSchema = v.strictObject({
  /** Of all people, 0 to 100; who is in stays in while it grows. 100 is everyone, also those who are not signed in. */
  percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  /** Groups of the gateway's configuration for which it is on, whatever the percentage. */
  cohorts: v.array(channelNameSchema),
})

export const flagsSchema = v.record(flagNameSchema, flagSchema)

/** A flag as it is for one user. */
export const flagStateSchema = v.strictObject({
  on: v.boolean(),
  /** For developers: `everyone`, `no one`, `20 %`, `group beta`. */
  why: v.string(),
})

export const flagStatesSchema = v.record(flagNameSchema, flagStateSchema)

export type Flag = v.InferOutput<typeof flagSchema>
export type FlagStates = v.InferOutput<typeof flagStatesSchema>
