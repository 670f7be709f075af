import * as v from 'valibot'
import type { Message } from '../mime/message.ts'
import { limits } from '../protocol/limits.ts'
import type { Method, MethodContext } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { idSchema, stringsSchema } from '../protocol/schemas.ts'
import { findBlob, readSource } from '../store/find-blob.ts'
import { loadMessage } from '../store/messages.ts'
import { bodyEntries, defaultParseProperties, metadataProperties, wantedProperties } from './email-properties.ts'
import { messageRecord } from './message-record.ts'

const argumentsSchema = v.strictObject({
  accountId: idSchema,
  blobIds: v.array(v.string('must be an Id'), 'must be an Id[]'),
  properties: v.nullish(stringsSchema),
  ...bodyEntries,
})

/** RFC 8621 §4.9. */
export const emailParse: Method = async (args, context) => {
  const parsed = parseArguments(argumentsSchema, args, context)
  if (parsed.blobIds.length > limits.maxObjectsInGet)
    throw new MethodError('requestTooLarge', `blobIds: at most ${limits.maxObjectsInGet}`)
  const wanted = wantedProperties(parsed, parsed.properties ?? defaultParseProperties)
  const found: Record<string, unknown> = {}
  const missing: string[] = []
  const wrong: string[] = []
  for (const id of new Set(parsed.blobIds)) {
    const source = findBlob(context.store.query, context.account.key, id)
    if (!source) {
      missing.push(id)
      continue
    }
    const bytes = readSource(context.store.query, source)
    const message = await parse(context, id, bytes)
    if (message.structure.headers.length === 0) wrong.push(id)
    else {
      const metadata = Object.fromEntries(
        wanted.properties.filter((name) => metadataProperties.includes(name)).map((name) => [name, null]),
      )
      const known = {
        ...metadata,
        ...('blobId' in metadata ? { blobId: id } : {}),
        ...('size' in metadata ? { size: bytes.byteLength } : {}),
      }
      const readPart = ({ start, end }: { start: number; end: number }): Uint8Array => bytes.subarray(start, end)
      const record = { ...known, ...messageRecord({ message, blobId: id, readPart }, wanted) }
      context.budget.countRecord(record)
      found[id] = record
    }
    await context.budget.pause()
  }
  return {
    accountId: context.account.id,
    parsed: Object.keys(found).length > 0 ? found : null,
    notParsable: wrong.length > 0 ? wrong : null,
    notFound: missing.length > 0 ? missing : null,
  }
}

async function parse(context: MethodContext, id: string, bytes: Uint8Array): Promise<Message> {
  return loadMessage(context.store.query, id) ?? (await context.parse(bytes)).message
}
