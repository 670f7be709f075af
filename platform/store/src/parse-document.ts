import * as v from 'valibot'

/** @throws Error naming the first field that is wrong. */
export function parseDocument<Schema extends v.GenericSchema>(schema: Schema, text: string): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, JSON.parse(text))
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw new Error(`${v.getDotPath(issue) ?? 'the document'}: ${issue.message}`)
}
