import * as v from 'valibot'
import { satisfies } from './version-range.ts'

// What a remote needs beyond the policy of pages. Its package.json requests it (`atrium.policy`), its signed record carries
// that, and nothing of it is in force until the operator grants it (`atrium grant`).

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?'
const port = '(:\\d{1,5})?'

/** `https://api.example`, `https://*.tiles.example`; of this machine, `http://localhost:4000`. No path. */
const originPattern = (secure: string, plain: string): RegExp =>
  new RegExp(
    `^(${secure}://(\\*\\.${label}\\.)?${label}(\\.${label})*${port}|${plain}://(localhost|127\\.0\\.0\\.1)${port})$`,
  )

const httpOrigin = originPattern('https', 'http')
const socketOrigin = originPattern('(https|wss)', '(http|ws)')

function sources(pattern: RegExp, form: string, others: readonly string[] = []) {
  const source = v.pipe(
    v.string(),
    v.maxLength(200),
    v.check(
      (text) => others.includes(text) || pattern.test(text),
      ({ input }) => `"${String(input)}" is no source here; it must be ${[form, ...others].join(' or ')}`,
    ),
  )
  return v.optional(v.pipe(v.array(source), v.minLength(1), v.maxLength(maxSources)))
}

/** Sources of each kind in one record or grant: they are in the headers of pages. Beyond it: the record or the grant is refused. */
const maxSources = 20

const origin = 'an https origin without a path, such as https://api.example'

/** Name of a Trusted Types policy. `default` is the page's own. */
const policyNamePattern = /^(?!default$)[A-Za-z0-9#=_@.%-]{1,60}$/

const never = /^(?!)/

/** Kind → sources. Scripts and styles are not among them: those of a remote are in its record. */
export const policySchema = v.strictObject({
  connect: sources(socketOrigin, `${origin}, or wss`),
  img: sources(httpOrigin, origin),
  media: sources(httpOrigin, origin, ['blob:']),
  frame: sources(httpOrigin, origin),
  font: sources(httpOrigin, origin, ['data:']),
  /** A browser starts workers of the page's own origin only; those are permitted, and beside them made ones. */
  worker: sources(never, '', ['blob:']),
  trustedTypes: sources(policyNamePattern, 'the name of a Trusted Types policy other than default'),
})

export type RemotePolicy = v.InferOutput<typeof policySchema>
export type PolicyKind = keyof RemotePolicy

export const policyKinds = Object.keys(policySchema.entries) as readonly PolicyKind[]

/** Of what is granted, the part that one of the records requests: a release that requests less has less. */
export const grantedOf = (granted: RemotePolicy, requested: readonly (RemotePolicy | undefined)[]): RemotePolicy =>
  Object.fromEntries(
    policyKinds.flatMap((kind) => {
      const both = (granted[kind] ?? []).filter((source) => requested.some((each) => each?.[kind]?.includes(source)))
      return both.length > 0 ? [[kind, both]] : []
    }),
  )

/** The first platform whose hosts know flags and grants; the strict documents of an older one have no place for them. */
export const grantsPlatform = '2.2.0'

/** Whether hosts of a platform know flags and grants. */
export const knowsGrants = (platform: string): boolean => satisfies(platform, `>=${grantsPlatform}`)
