import type { APIRequestContext } from '@playwright/test'

export interface Mailer {
  /** One call of the mail server's API; its response's arguments. */
  readonly call: (name: string, args: object) => Promise<Record<string, unknown>>
  /** Puts a message as it came from elsewhere into the inbox. @param receivedAt Default: now. @returns its id. */
  readonly put: (raw: string, receivedAt?: string) => Promise<string>
}

const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail']

/** Speaks for a signed-in browser with the mail server, past the page. */
export async function mailer(request: APIRequestContext, origin: string): Promise<Mailer> {
  const session = (await (await request.get(`${origin}/api/session`)).json()) as { accountId: string; csrf: string }
  const headers = { origin, 'x-atrium-csrf': session.csrf }
  const { accountId } = session
  const call: Mailer['call'] = async (name, args) => {
    const response = await request.post(`${origin}/jmap/api`, {
      headers,
      data: { using, methodCalls: [[name, { accountId, ...args }, 'c']] },
    })
    const { methodResponses } = (await response.json()) as {
      methodResponses: [string, Record<string, unknown>, string][]
    }
    const [kind, given] = methodResponses[0] ?? ['error', {}]
    if (kind === 'error') throw new Error(`${name}: ${JSON.stringify(given)}`)
    return given
  }
  const { ids } = (await call('Mailbox/query', { filter: { role: 'inbox' } })) as { ids: string[] }
  const inbox = ids[0] ?? ''
  return {
    call,
    async put(raw, receivedAt) {
      const sent = await request.post(`${origin}/jmap/upload/${accountId}/`, {
        headers: { ...headers, 'content-type': 'message/rfc822' },
        data: Buffer.from(raw.replace(/\r?\n/g, '\r\n')),
      })
      const { blobId } = (await sent.json()) as { blobId: string }
      const response = await call('Email/import', {
        emails: { m: { blobId, mailboxIds: { [inbox]: true }, ...(receivedAt ? { receivedAt } : {}) } },
      })
      const made = (response['created'] as { m?: { id: string } } | null)?.m
      if (!made) throw new Error(JSON.stringify(response))
      return made.id
    },
  }
}

/** A header's text in ASCII (RFC 2047). */
export const encoded = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
