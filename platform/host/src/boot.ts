import { AtriumError, bootElementId, type Boot } from '@atrium/protocol'
import * as v from 'valibot'

/** What the host needs of the boot data that the gateway writes into the page. */
export type HostBoot = Pick<Boot, 'registry' | 'overrides' | 'previews'>

/** JSON that cannot be parsed has no field of the schema either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Reads the boot data that the gateway wrote into the page.
 *
 * @param schema - From `createBootSchema` of @atrium/protocol, with the product's session and its own part.
 * @throws AtriumError REGISTRY_INVALID, naming the field.
 */
export function readBoot<Parsed>(schema: v.GenericSchema<unknown, Parsed>): Parsed {
  const parsed = v.safeParse(schema, parseJson(document.getElementById(bootElementId)?.textContent ?? ''))
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw new AtriumError('REGISTRY_INVALID', {
    subject: `boot data, ${v.getDotPath(issue) ?? 'missing'}: ${issue.message}`,
    remedy: 'The versions of gateway and host do not match; restart the gateway.',
  })
}
