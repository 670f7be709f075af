import { limits } from '../limits.ts'
import type { Authentication } from './describe-sender.ts'

/** Comments may hold anything, nested (RFC 5322 §3.2.2); quoted text too. */
function withoutComments(text: string): string {
  let depth = 0
  let kept = ''
  for (const character of text.replace(/\\.|"[^"\\]*"/g, ' ')) {
    if (character === '(') depth += 1
    else if (character === ')') depth = Math.max(0, depth - 1)
    else if (depth === 0) kept += character
  }
  return kept
}

const outcomes: Readonly<Record<string, 'pass' | 'fail' | 'none'>> = {
  pass: 'pass',
  fail: 'fail',
  permerror: 'fail',
  none: 'none',
  neutral: 'none',
  softfail: 'none',
  temperror: 'none',
  policy: 'none',
}

/**
 * What our own server found out about a message's sender (RFC 8601). Only the newest field counts, and
 * only when it bears our server's name: every other one may be the sender's own invention.
 * @param server Name our server signs with. Default: unknown, so that nothing is believed.
 */
export const readAuthentication = (fields: readonly string[], server?: string): Authentication => {
  const [name = '', ...results] = withoutComments((fields[0] ?? '').slice(0, limits.href)).split(';')
  if (server === undefined || name.trim().split(/[\s]+/)[0]?.toLowerCase() !== server.toLowerCase()) return {}
  const found: Record<string, 'pass' | 'fail' | 'none'> = {}
  for (const result of results) {
    const [, method = '', outcome = ''] = /^\s*(dmarc|dkim|spf)\s*=\s*([a-z]+)/i.exec(result) ?? []
    const meaning = outcomes[outcome.toLowerCase()]
    const key = method.toLowerCase()
    // Of several signatures one that holds is enough.
    if (meaning && found[key] !== 'pass') found[key] = meaning
  }
  return found
}
