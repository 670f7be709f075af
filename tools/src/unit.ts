// `pnpm unit [pattern …]`: the unit tests.
import { jestCommand, step } from './steps.ts'

process.exitCode = await step('unit tests', jestCommand(...process.argv.slice(2)))
