import { MailError } from '@atrium/mail-contracts'
import { errorOfResponse } from './error-of-response.ts'
import { parseSessionResource, type SessionResource } from './session-resource.ts'

/** The Session resource, fetched when it is first needed. */
export interface Resource {
  /** Null until it has come. */
  readonly known: () => SessionResource | null
  readonly load: () => Promise<SessionResource>
}

export const createResource = (options: {
  readonly url: string
  readonly fetch: typeof fetch
  readonly onSignedOut: () => void
}): Resource => {
  let known: SessionResource | null = null
  let underWay: Promise<SessionResource> | null = null

  const read = async (): Promise<SessionResource> => {
    const response = await options.fetch(options.url, {
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
    })
    if (response.status === 401) options.onSignedOut()
    if (!response.ok) throw await errorOfResponse(response)
    try {
      known = parseSessionResource(await response.json(), new URL(options.url, location.href).href)
      return known
    } catch (cause) {
      throw new MailError('MAIL_ANSWER_INVALID', { subject: 'JMAP session', remedy: 'Reload the page', cause })
    }
  }

  return {
    known: () => known,
    load: () => {
      if (known) return Promise.resolve(known)
      underWay ??= read().finally(() => {
        underWay = null
      })
      return underWay
    },
  }
}
