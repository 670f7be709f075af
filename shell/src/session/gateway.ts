import { AtriumError, csrfHeader, paths, problemSchema, type Problem } from '@atrium/protocol'
import { sessionSchema, type ChangePassword, type Preferences, type Session, type SignIn, type SignUp } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import * as v from 'valibot'
import { siteUrl } from '../site.ts'

const offline: Problem = { status: 0, code: 'UPSTREAM_UNREACHABLE', title: 'Offline', detail: 'The server does not answer.' }

/** What the gateway answered: a body or a problem, never an exception. */
type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly problem: Problem }

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const csrf = workspace.getState().session?.csrf
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

/** Who is signed in; null for nobody, and when the server does not answer: signing in will say so. */
export async function askSession(): Promise<Session | null> {
  const answer = await call('GET', paths.session)
  return answer.ok ? v.parse(sessionSchema, answer.body) : null
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
  if (!answer.ok) throw new AtriumError(answer.problem.code, { subject: answer.problem.title, remedy: answer.problem.detail, title: answer.problem.title })
}

export const isProblem = (value: Session | Problem): value is Problem => 'detail' in value
