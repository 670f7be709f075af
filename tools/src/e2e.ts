// `pnpm e2e [filter …]`: the browser tests, against what was built last.
import { runBrowserTests } from './steps.ts'

process.exitCode = (await runBrowserTests(process.argv.slice(2))).failed === 0 ? 0 : 1
