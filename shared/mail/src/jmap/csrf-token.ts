import { AtriumError } from '@atrium/protocol'

/**
 * The token that every changing request carries. It belongs to the browser's session cookie, which another tab
 * may have replaced by signing in: then the server refuses the token, and a current one is requested.
 */
export interface CsrfToken {
  readonly current: () => string
  /**
   * Requests a token in place of one that was refused. Requests refused at the same time share one renewal.
   * @returns False when there is no other token: the refusal stands.
   */
  readonly renew: (refused: string) => Promise<boolean>
}

/** @param request Resolves to the session's current token; null when the session is over or unreachable. */
export const createCsrfToken = (first: string, request: (refused: string) => Promise<string | null>): CsrfToken => {
  let token = first
  let underWay: Promise<boolean> | null = null

  const replace = async (refused: string): Promise<boolean> => {
    const next = await request(refused)
    if (next === null || next === refused) return false
    token = next
    return true
  }
  return {
    current: () => token,
    renew: (refused) => {
      if (token !== refused) return Promise.resolve(true)
      underWay ??= replace(refused).finally(() => {
        underWay = null
      })
      return underWay
    },
  }
}

/** Whether a request was refused for its token: nothing of it was carried out, so it is safe to repeat. */
export const isTokenRefused = (error: unknown): boolean => error instanceof AtriumError && error.code === 'CSRF_REFUSED'
