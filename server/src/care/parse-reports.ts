import { remoteNameSchema, versionSchema } from '@atrium/protocol'
import * as v from 'valibot'

const of = { remote: remoteNameSchema, release: versionSchema, visit: v.pipe(v.string(), v.maxLength(40)) }

const reportSchema = v.variant('type', [
  v.object({ type: v.literal('use'), ...of }),
  v.object({ type: v.literal('error'), code: v.pipe(v.string(), v.maxLength(80)), ...of }),
  v.object({ type: v.literal('vital'), name: v.picklist(['LCP', 'INP', 'CLS']), value: v.pipe(v.number(), v.minValue(0)), ...of }),
])

export type HealthReport = v.InferOutput<typeof reportSchema>

/** The release is not to blame for these. */
const innocent = new Set(['REMOTE_OFFLINE', 'REMOTE_DISABLED'])

const most = 200

/** Of what a page sent, the part that says how a release is doing. Whatever else it is, is left out. */
export function parseReports(body: unknown): HealthReport[] {
  if (!Array.isArray(body)) return []
  return body.slice(0, most).flatMap((each: unknown) => {
    const parsed = v.safeParse(reportSchema, each)
    const counts = parsed.success && !(parsed.output.type === 'error' && innocent.has(parsed.output.code))
    return counts ? [parsed.output] : []
  })
}
