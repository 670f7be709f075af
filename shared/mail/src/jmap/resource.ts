import { MailError } from '@atrium/mail-contracts'
import { errorOfResponse } from './error-of-response.ts'
import { parseSessionResource, type SessionResource } from './session-resource.ts'

/** The Session resource, fetched when it is first needed. */
export interface Resource {
  /** Null until it has come. */
  readonly known: () => SessionResource | null
  readonly load: () => Promise<SessionResource>
  /** A response carried this `sessionState` (RFC 8620 §3.4): when it is not the known one, it is fetched again. */
  readonly follow: (state: string) => void
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

  const fetchAgain = (): Promise<SessionResource> => {
    underWay ??= read().finally(() => {
      underWay = null
    })
    return underWay
  }

  /** The state a fetch was made for: a server whose responses never agree with its session is requested once for each state. */
  let followed: string | null = null

  return {
    known: () => known,
    load: () => (known ? Promise.resolve(known) : fetchAgain()),
    follow: (state) => {
      if (!known || known.state === null || known.state === state || followed === state) return
      followed = state
      // What is known stays in use until the new one has come, and when it does not come.
      void fetchAgain().catch(() => undefined)
    },
  }
}
