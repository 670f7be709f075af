import type { Invocation, JmapResponse, UploadResponse } from '@atrium/jmap/types'
import { capability } from '@atrium/mail-contracts'
import { openDatabase } from '../../database/open-database.ts'
import { query } from '../../database/query.ts'
import type { MailStore } from '../store/mail-store.ts'
import { createMailServer, type MailServer, type MailServerOptions } from '../mail-server.ts'

type Args = Readonly<Record<string, unknown>>

/** What is at `list/0/id` of a response; undefined where there is nothing. */
export function at(answer: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }, answer)
}

/** The same, where a string must be. */
export function textAt(answer: unknown, path: string): string {
  const value = at(answer, path)
  if (typeof value !== 'string') throw new Error(`no string at ${path} of ${JSON.stringify(answer)}`)
  return value
}

/** A mail server for tests: accounts `ada` and `bob` at mail.test, in memory unless a file is named. */
export interface TestMail {
  readonly mail: MailServer
  readonly database: ReturnType<typeof openDatabase>
  readonly store: MailStore
  /** Runs one method and gives the arguments of its response, or of the error. */
  readonly call: (method: string, args?: Args, accountId?: string) => Promise<Args>
  /** The same where the site is below another path. */
  readonly callAt: (path: string, method: string, args: Args) => Promise<Args>
  /** Runs several and gives all responses. */
  readonly calls: (
    methodCalls: readonly (readonly [string, Args, string])[],
    accountId?: string,
  ) => Promise<readonly Invocation[]>
  readonly request: (path: string, init?: RequestInit, accountId?: string) => Promise<Response>
  /** Uploads bytes and gives the blob id. */
  readonly upload: (data: string | Uint8Array, type?: string, accountId?: string) => Promise<string>
  /** Mailbox ids by role. */
  readonly mailboxes: (accountId?: string) => Promise<Readonly<Record<string, string>>>
  readonly close: () => Promise<void>
}

export function openTestMail(options: Partial<MailServerOptions> & { readonly file?: string } = {}): TestMail {
  const { file = ':memory:', ...rest } = options
  const database = openDatabase(file)
  const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: testAccount, ...rest })
  for (const [accountId, name] of Object.entries({ ada: 'Ada Byron', bob: 'Bob' }))
    mail.createAccount({ accountId, address: `${accountId}@mail.test`, name })
  const request: TestMail['request'] = (path, init, accountId = 'ada') =>
    mail.fetch(new Request(`http://test${path}`, init), { accountId })
  const callsAt = callsWith(request)
  const calls: TestMail['calls'] = (methodCalls, accountId) => callsAt('/jmap/api', methodCalls, accountId)
  const call: TestMail['call'] = async (method, args = {}, accountId = 'ada') =>
    (await calls([[method, args, '0']], accountId))[0]?.[1] ?? {}
  return {
    mail,
    database,
    store: { database, query: query(database), changed: () => undefined },
    call,
    callAt: async (path, method, args) => (await callsAt(path, [[method, args, '0']]))[0]?.[1] ?? {},
    calls,
    request,
    upload: async (data, type = 'application/octet-stream', accountId = 'ada') => {
      const init = { method: 'POST', body: Buffer.from(data), headers: { 'content-type': type } }
      const response = await request(`/jmap/upload/${accountId}`, init, accountId)
      return ((await response.json()) as UploadResponse).blobId
    },
    mailboxes: async (accountId) => {
      const list = at(await call('Mailbox/get', { properties: ['role'] }, accountId), 'list')
      return Object.fromEntries(Object(list).map((box: unknown) => [textAt(box, 'role'), textAt(box, 'id')]))
    },
    close: async () => {
      await mail.close()
      database.close()
    },
  }
}

function testAccount(address: string): string | null {
  return /^(ada|bob)(\+.*)?@mail\.test$/i.exec(address)?.[1]?.toLowerCase() ?? null
}

type Call = readonly [string, Args, string]

function callsWith(request: TestMail['request']) {
  return async (path: string, methodCalls: readonly Call[], accountId = 'ada'): Promise<readonly Invocation[]> => {
    const withAccount = methodCalls.map(([name, args, id]) => [
      name,
      name === 'Core/echo' ? args : { accountId, ...args },
      id,
    ])
    const body = JSON.stringify({ using: Object.values(capability), methodCalls: withAccount })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    return ((await (await request(path, init, accountId)).json()) as JmapResponse).methodResponses
  }
}
