import { answerApi } from './http/answer-api.ts'
import { answerDownload } from './http/answer-download.ts'
import { answerEvents } from './http/answer-events.ts'
import { answerUpload } from './http/answer-upload.ts'
import { sessionResource } from './http/session-resource.ts'
import { busyRetryAfter } from '../database/busy.ts'
import { isDatabaseBusy, isDiskFull } from '../errors/error-facts.ts'
import { limits, maxRunningRequests } from './protocol/limits.ts'
import type { MethodContext } from './protocol/method-context.ts'
import { problemResponse } from './protocol/problem-response.ts'
import { createGate } from './http/create-gate.ts'
import { createUnderWay } from './http/under-way.ts'
import type { Notifier } from './store/create-notifier.ts'
import { findAccount, type MailAccount } from './store/mail-store.ts'

export interface RouterSetting {
  readonly context: Omit<MethodContext, 'createdIds' | 'addResponse' | 'account' | 'budget' | 'onDamage'>
  readonly notifier: Notifier
  /** Ends with a slash. */
  readonly basePath: string
  readonly onFailure: (error: unknown, where: string) => void
}

/** Answers the five addresses of the mail server, each for the account the caller has verified. */
export function createRouter(setting: RouterSetting): (request: Request, accountId: string) => Promise<Response> {
  const routes = createRoutes(setting)
  return async (request, accountId) => {
    const { pathname } = new URL(request.url)
    try {
      const account = findAccount(setting.context.store.query, accountId)
      const path = `${request.method} ${pathname.slice(pathname.indexOf('/jmap/') + '/jmap/'.length)}`
      for (const { pattern, answer } of account ? routes : []) {
        const match = pattern.exec(path)
        if (match && account) return await answer(request, account, match)
      }
      return problemResponse(404, { detail: 'There is nothing at this address.' })
    } catch (error) {
      if (isDatabaseBusy(error)) return databaseBusy()
      if (isDiskFull(error)) return problemResponse(507, { detail: 'The disk of the server is full; nothing was changed.' })
      setting.onFailure(error, pathname)
      return problemResponse(500, { detail: 'The mail server failed; nothing was changed.' })
    }
  }
}

function databaseBusy(): Response {
  const response = problemResponse(503, { detail: 'The database is locked by another process; nothing was changed.' })
  response.headers.set('retry-after', String(busyRetryAfter))
  return response
}

interface Route {
  readonly pattern: RegExp
  readonly answer: (request: Request, account: MailAccount, match: RegExpExecArray) => Response | Promise<Response>
}

function createRoutes(setting: RouterSetting): readonly Route[] {
  const { context, basePath, notifier, onFailure } = setting
  const { store } = context
  const apiGate = createGate(limits.maxConcurrentRequests, 'maxConcurrentRequests', maxRunningRequests)
  const underWay = createUnderWay()
  const uploadGate = createGate(limits.maxConcurrentUpload, 'maxConcurrentUpload')
  return [
    { pattern: /^GET session$/, answer: (_, account) => session(account, basePath) },
    {
      pattern: /^POST api$/,
      answer: (request, account) => {
        const sessionState = sessionResource(account, basePath).state
        return apiGate(account.id, () =>
          answerApi(request, { context: { ...context, account }, sessionState, onFailure }, underWay.of(account.id)),
        )
      },
    },
    { pattern: /^GET events$/, answer: (request, account) => answerEvents(request, { store, notifier, account }) },
    {
      pattern: /^POST upload\/([^/]+)\/?$/,
      answer: (request, account, [, accountId]) =>
        ofAccount(accountId, account, () => uploadGate(account.id, () => answerUpload(request, store, account))),
    },
    {
      pattern: /^GET download\/([^/]+)\/([^/]+)\/([^/]*)$/,
      answer: (request, account, [, accountId, blobId = '', name = '']) => {
        const type = new URL(request.url).searchParams.get('type')
        return ofAccount(accountId, account, () => answerDownload(store, account, { blobId, name: decode(name), type }))
      },
    },
  ]
}

function session(account: MailAccount, basePath: string): Response {
  return Response.json(sessionResource(account, basePath), {
    headers: { 'cache-control': 'no-cache, no-store, must-revalidate' },
  })
}

function ofAccount(
  id: string | undefined,
  account: MailAccount,
  answer: () => Response | Promise<Response>,
): Response | Promise<Response> {
  return id === account.id ? answer() : problemResponse(404, { detail: 'There is no such account.' })
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
