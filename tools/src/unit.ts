// `pnpm unit [pattern …]`: the unit tests.
import { jestCommand } from './jest-command.ts'
import { step } from './step.ts'

process.exitCode = await step('unit tests', jestCommand(...process.argv.slice(2)))
