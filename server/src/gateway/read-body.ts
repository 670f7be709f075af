import { AtriumError } from '@atrium/protocol'
import * as v from 'valibot'

/**
 * What a request brought, in the shape it must have.
 *
 * @throws AtriumError `REQUEST_INVALID`, naming the field
 */
export function readBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  const field = v.getDotPath(issue)
  throw new AtriumError('REQUEST_INVALID', { subject: field ? `body.${field}` : 'body', remedy: `${issue.message}.` })
}
