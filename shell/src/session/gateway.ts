import { AtriumError, csrfHeader, paths, problemSchema, type Problem } from '@atrium/protocol'
import { sessionSchema, type ChangePassword, type Preferences, type Session, type SignIn, type SignUp } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import * as v from 'valibot'
import { siteUrl } from '../site.ts'

const offline: Problem = { status: 0, code: 'UPSTREAM_UNREACHABLE', title: 'Offline', detail: 'The server does not answer.' }

/** What the gateway answered: a body or a problem, never an exception. */
type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: Problem }

type Renew = (refused: string) => Promise<string | null>

let renew: Renew = async () => null

/** What fetches a token in place of one that the server has refused. Default: none is fetched, and the refusal stands. */
export function renewTokensBy(given: Renew): void {
  renew = given
}

/** One request; once more when its token was stale, because another tab has signed in since. */
async function call(method: string, path: string, body?: object): Promise<Answer> {
  const csrf = workspace.getState().session?.csrf
  const answer = await send(csrf, { method, path, body })
  if (answer.ok || csrf === undefined || answer.problem.code !== 'CSRF_REFUSED') return answer
  const current = await renew(csrf)
  return current === null ? answer : send(current, { method, path, body })
}

interface Request {
  readonly method: string
  readonly path: string
  readonly body: object | undefined
}

async function send(csrf: string | undefined, { method, path, body }: Request): Promise<Answer> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(body ? { 'content-type': 'application/json' } : {}),
    ...(csrf ? { [csrfHeader]: csrf } : {}),
  }
  try {
    const response = await fetch(siteUrl(path), { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (response.ok) return { ok: true, body: response.status === 204 ? null : await response.json() }
    const problem = v.safeParse(problemSchema, await response.json().catch(() => null))
    return { ok: false, problem: problem.success ? problem.output : { ...offline, status: response.status } }
  } catch {
    return { ok: false, problem: offline }
  }
}

async function session(answer: Promise<Answer>): Promise<Session | Problem> {
  const result = await answer
  return result.ok ? v.parse(sessionSchema, result.body) : result.problem
}

export const signIn = (request: SignIn) => session(call('POST', paths.session, request))
export const signUp = (request: SignUp) => session(call('POST', paths.accounts, request))

/** The session that the browser's cookie stands for now. */
export async function readSession(): Promise<Session | 'signed-out' | 'unreachable'> {
  const answer = await send(undefined, { method: 'GET', path: paths.session, body: undefined })
  if (!answer.ok) return answer.problem.status === 401 ? 'signed-out' : 'unreachable'
  const parsed = v.safeParse(sessionSchema, answer.body)
  return parsed.success ? parsed.output : 'unreachable'
}

/** Who is signed in; null for no one, and when the server does not answer: signing in will say so. */
export async function askSession(): Promise<Session | null> {
  const answer = await readSession()
  return typeof answer === 'string' ? null : answer
}

/** Ends this session, or with `everywhere` all sessions of the account. A lost connection ends it here at least. */
export const signOut = (everywhere = false) => call('DELETE', everywhere ? paths.sessions : paths.session)

/** @throws Error with the problem's text, so that the change is taken back. */
export async function savePreferences(changed: Partial<Preferences>): Promise<void> {
  const answer = await call('PUT', paths.preferences, changed)
  if (!answer.ok) throw new Error(answer.problem.detail)
}

/** @throws AtriumError with the gateway's code. */
export async function changePassword(change: ChangePassword): Promise<void> {
  const answer = await call('PUT', paths.password, change)
  if (!answer.ok) throw new AtriumError(answer.problem.code, { subject: answer.problem.title, remedy: answer.problem.detail })
}

export const isProblem = (value: Session | Problem): value is Problem => 'detail' in value
