import { AtriumError, csrfHeader, problemSchema, type Problem } from '@atrium/protocol'
import type { Preferences, Session } from '@atrium/protocol/register'
import { mailPaths, sessionSchema, type ChangePassword, type SignIn, type SignUp } from '@atrium/mail-contracts'
import { hrefOf, workspace } from '@atrium/remote'
import * as v from 'valibot'

const offline: Problem = {
  status: 0,
  code: 'UPSTREAM_UNREACHABLE',
  title: 'Offline',
  detail: 'The server does not respond.',
}

/** What the gateway responded: a body or a problem, never an exception. */
type Result = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: Problem }

/** Milliseconds for one request to the gateway, its response included. A password is checked slowly, and may wait in a queue. */
const timeouts = { read: 8_000, change: 20_000 } as const

/** Milliseconds before each further attempt to read the session; up to half as long again, so that pages do not retry together. */
const retryDelays = [500, 2_000] as const

type Renew = (refused: string) => Promise<string | null>

let renew: Renew = async () => null

/** What fetches a token in place of one that the server has refused. Default: none is fetched, and the refusal stands. */
export function renewTokensBy(given: Renew): void {
  renew = given
}

/** One request; once more when its token was stale, because another tab has signed in since. */
async function call(method: string, path: string, body?: object): Promise<Result> {
  const csrf = workspace.getState().session?.csrf
  const result = await send(csrf, { method, path, body })
  if (result.ok || csrf === undefined || result.problem.code !== 'CSRF_REFUSED') return result
  const current = await renew(csrf)
  return current === null ? result : send(current, { method, path, body })
}

interface Request {
  readonly method: string
  readonly path: string
  readonly body: object | undefined
}

async function send(csrf: string | undefined, { method, path, body }: Request): Promise<Result> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(body ? { 'content-type': 'application/json' } : {}),
    ...(csrf ? { [csrfHeader]: csrf } : {}),
  }
  try {
    const response = await fetch(hrefOf(path), {
      method,
      headers,
      signal: AbortSignal.timeout(method === 'GET' ? timeouts.read : timeouts.change),
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (response.ok) return { ok: true, body: response.status === 204 ? null : await response.json() }
    const problem = v.safeParse(problemSchema, await response.json().catch(() => null))
    return { ok: false, problem: problem.success ? problem.output : { ...offline, status: response.status } }
  } catch {
    return { ok: false, problem: offline }
  }
}

async function session(request: Promise<Result>): Promise<Session | Problem> {
  const result = await request
  if (!result.ok) return result.problem
  const parsed = v.safeParse(sessionSchema, result.body)
  // A page of a proxy, or of a captive portal.
  return parsed.success ? parsed.output : offline
}

export const signIn = (request: SignIn) => session(call('POST', mailPaths.session, request))
export const signUp = (request: SignUp) => session(call('POST', mailPaths.accounts, request))

async function readSessionOnce(): Promise<Session | 'signed-out' | 'unreachable'> {
  const result = await send(undefined, { method: 'GET', path: mailPaths.session, body: undefined })
  if (!result.ok) return result.problem.status === 401 ? 'signed-out' : 'unreachable'
  const parsed = v.safeParse(sessionSchema, result.body)
  return parsed.success ? parsed.output : 'unreachable'
}

/** The session that the browser's cookie represents now. A server that does not respond is tried again twice. */
export async function readSession(): Promise<Session | 'signed-out' | 'unreachable'> {
  for (const delay of retryDelays) {
    const result = await readSessionOnce()
    if (result !== 'unreachable') return result
    await new Promise((resolve) => setTimeout(resolve, delay * (1 + Math.random() / 2)))
  }
  return readSessionOnce()
}

/** Who is signed in; null for no one, and when the server does not respond: signing in reports that. */
export async function askSession(): Promise<Session | null> {
  const result = await readSession()
  return typeof result === 'string' ? null : result
}

/** Ends this session, or with `everywhere` all sessions of the account. A lost connection ends it here at least. */
export const signOut = (everywhere = false) => call('DELETE', everywhere ? mailPaths.sessions : mailPaths.session)

/** @throws Error with the problem's text, so that the change is taken back. */
export async function savePreferences(changed: Partial<Preferences>): Promise<void> {
  const result = await call('PUT', mailPaths.preferences, changed)
  if (!result.ok) throw new Error(result.problem.detail)
}

/** @throws AtriumError with the gateway's code. */
export async function demand(method: string, path: string, body?: object): Promise<unknown> {
  const result = await call(method, path, body)
  if (!result.ok)
    throw new AtriumError(result.problem.code, { subject: result.problem.title, remedy: result.problem.detail })
  return result.body
}

/** @throws AtriumError with the gateway's code. */
export const changePassword = async (change: ChangePassword): Promise<void> =>
  void (await demand('PUT', mailPaths.password, change))

export const isProblem = (value: Session | Problem): value is Problem => 'detail' in value
