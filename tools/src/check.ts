// `pnpm check`: what we build on. Ends with how much passed, failed, and could not be checked; what
// could not be checked is never counted as passed, and does not fail the command offline.
import { checkAdvisories, checkLicences, checkLockfile } from './supply-chain.ts'

const signs = { passed: '✓', failed: '✗', 'not checked': '!' } as const

const findings = [checkLockfile(), checkLicences(), checkAdvisories()]
for (const { what, result, detail } of findings) {
  console.log(`${signs[result]} ${what}: ${result === 'not checked' ? 'NOT CHECKED, ' : ''}${detail}`)
}

const count = (wanted: string): number => findings.filter(({ result }) => result === wanted).length
console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('not checked')} not checked`)
process.exitCode = count('failed') > 0 ? 1 : 0
