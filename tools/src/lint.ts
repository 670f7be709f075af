// `pnpm lint`: type check and linter.
import { checkSource } from './check-source.ts'

process.exitCode = (await checkSource()) ? 0 : 1
