import { answerApi } from './http/answer-api.ts'
import { answerDownload } from './http/answer-download.ts'
import { answerEvents } from './http/answer-events.ts'
import { answerUpload } from './http/answer-upload.ts'
import { sessionResource } from './http/session-resource.ts'
import { limits } from './protocol/limits.ts'
import type { MethodContext } from './protocol/method-context.ts'
import { problemResponse } from './protocol/problem-response.ts'
import { createGate } from './http/create-gate.ts'
import type { Notifier } from './store/create-notifier.ts'
import { findAccount, type MailAccount } from './store/mail-store.ts'

export interface RouterSetting {
  readonly context: Omit<MethodContext, 'createdIds' | 'addResponse' | 'account'>
  readonly notifier: Notifier
  /** Ends with a slash. */
  readonly basePath: string
  readonly onFailure: (error: unknown, where: string) => void
}

type Route = (request: Request, account: MailAccount) => Response | Promise<Response>

/** Answers the five addresses of the mail server, each for the account the caller has verified. */
export function createRouter(setting: RouterSetting): (request: Request, accountId: string) => Promise<Response> {
  const { store } = setting.context
  const apiGate = createGate(limits.maxConcurrentRequests, 'maxConcurrentRequests')
  const uploadGate = createGate(limits.maxConcurrentUpload, 'maxConcurrentUpload')
  const find = (request: Request): Route | null => {
    const { pathname, searchParams } = new URL(request.url)
    const path = pathname.slice(pathname.indexOf('/jmap/') + '/jmap/'.length)
    const route = `${request.method} ${path}`
    if (route === 'GET session') return (_, account) => session(account, setting.basePath)
    if (route === 'POST api')
      return (_, account) => apiGate(account.id, () => answerApi(request, { context: { ...setting.context, account }, sessionState: sessionResource(account, setting.basePath).state, onFailure: setting.onFailure }))
    if (route === 'GET events') return (_, account) => answerEvents(request, { store, notifier: setting.notifier, account })
    const upload = /^POST upload\/([^/]+)\/?$/.exec(route)
    if (upload) return (_, account) => ofAccount(upload[1], account, () => uploadGate(account.id, () => answerUpload(request, store, account)))
    const download = /^GET download\/([^/]+)\/([^/]+)\/([^/]*)$/.exec(route)
    if (!download) return null
    const [, accountId, blobId = '', name = ''] = download
    const type = searchParams.get('type')
    return (_, account) => ofAccount(accountId, account, () => answerDownload(store, account, { blobId, name: decode(name), type }))
  }
  return async (request, accountId) => {
    try {
      const account = findAccount(store.query, accountId)
      const route = find(request)
      if (!account || !route) return problemResponse(404, { detail: 'There is nothing at this address.' })
      return await route(request, account)
    } catch (error) {
      setting.onFailure(error, new URL(request.url).pathname)
      return problemResponse(500, { detail: 'The mail server failed; nothing was changed.' })
    }
  }
}

function session(account: MailAccount, basePath: string): Response {
  return Response.json(sessionResource(account, basePath), { headers: { 'cache-control': 'no-cache, no-store, must-revalidate' } })
}

function ofAccount(id: string | undefined, account: MailAccount, answer: () => Response | Promise<Response>): Response | Promise<Response> {
  return id === account.id ? answer() : problemResponse(404, { detail: 'There is no such account.' })
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
