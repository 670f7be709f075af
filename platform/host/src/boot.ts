import { AtriumError, type PageRegistry } from '@atrium/protocol'
import * as v from 'valibot'

/** A remote that this user's browser takes from a dev server in place of its release. */
export interface Override {
  readonly remote: string
  /** Where the dev server has it, with a slash at its end; nothing of it is signed. */
  readonly base: string
  /** Why it is not in force after all; the release is shown. Absent when it is. */
  readonly refused?: string | undefined
}

/** A release that this user's browser was asked to try, by a link. */
export interface Preview {
  readonly remote: string
  /** Its name in the link: `?preview=inbox:new-list`. */
  readonly name: string
  /** Why it is not shown after all. Absent when it is. */
  readonly refused?: string | undefined
}

/** What the host needs of the boot data that the gateway writes into the page; a product's has more. */
export interface HostBoot {
  readonly registry: PageRegistry
  /** Absent when there are none, as on every page that no one develops on. */
  readonly overrides?: readonly Override[] | undefined
  readonly previews?: readonly Preview[] | undefined
}

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
 * @param elementId - Of the `<script type="application/json">` that carries it. Default: `atrium-boot`.
 * @throws AtriumError REGISTRY_INVALID, naming the field.
 */
export function readBoot<Boot>(schema: v.GenericSchema<unknown, Boot>, elementId = 'atrium-boot'): Boot {
  const parsed = v.safeParse(schema, parseJson(document.getElementById(elementId)?.textContent ?? ''))
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw new AtriumError('REGISTRY_INVALID', {
    subject: `boot data, ${v.getDotPath(issue) ?? 'missing'}: ${issue.message}`,
    remedy: 'Gateway and host must be of versions that fit; restart the gateway.',
  })
}
