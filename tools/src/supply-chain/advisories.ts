import type { Finding } from './finding.ts'
import { runPnpm, type Answer } from './run-pnpm.ts'

const what = 'known vulnerabilities, high and above'

/** An advisory service that does not answer has found nothing and cleared nothing. */
export function judgeAudit({ code, output, errors }: Answer): Finding {
  const said = `${output}\n${errors}`
  const report = /^\s*\{/.test(output) ? (JSON.parse(output) as { metadata?: { vulnerabilities?: Record<string, number> } }) : {}
  const counts = report.metadata?.vulnerabilities
  if (!counts) {
    const reason = /responded with \d+|ERR_\w+|E[A-Z]{4,}/.exec(said)?.[0] ?? `pnpm ended with ${code}`
    return { what, result: 'not checked', detail: `the advisory service did not answer (${reason})` }
  }
  const grave = (counts['high'] ?? 0) + (counts['critical'] ?? 0)
  return { what, result: grave > 0 || code !== 0 ? 'failed' : 'passed', detail: `${grave} found; see pnpm audit` }
}

export const checkAdvisories = (): Finding => judgeAudit(runPnpm('audit', '--json', '--audit-level', 'high'))
