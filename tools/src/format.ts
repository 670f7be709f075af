// `pnpm format [file …]`: formats every file, or those named, as .oxfmtrc.json says.
import { step } from './steps.ts'

process.exitCode = await step('format', ['oxfmt', ...process.argv.slice(2)])
