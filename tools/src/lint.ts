// `pnpm lint`: type check and linter.
import { checkSource } from './steps.ts'

process.exitCode = (await checkSource()) ? 0 : 1
