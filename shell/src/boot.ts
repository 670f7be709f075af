import { AtriumError } from '@atrium/protocol'
import { bootElementId, bootSchema, type Boot } from '@atrium/mail-contracts'
import * as v from 'valibot'

/**
 * Reads what the gateway wrote into the page.
 *
 * @throws AtriumError REGISTRY_INVALID, naming the field.
 */
export function readBoot(): Boot {
  const text = document.getElementById(bootElementId)?.textContent ?? 'null'
  const parsed = v.safeParse(bootSchema, JSON.parse(text))
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw new AtriumError('REGISTRY_INVALID', {
    subject: `boot data, ${v.getDotPath(issue) ?? 'missing'}: ${issue.message}`,
    remedy: 'Gateway and shell must be of versions that fit; restart the gateway.',
  })
}
