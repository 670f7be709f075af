// `pnpm kill [rounds]`: mail servers that are ended by SIGKILL at each step of their work, one after the other over
// the same data folder. `npm test` runs four of them.
import { jestCommand, step } from './steps.ts'

/** Servers that are ended at a step of the database; a quarter as many are ended at a step of SMTP. */
const defaultRounds = 160

const [rounds = String(defaultRounds)] = process.argv.slice(2)
if (!/^[1-9]\d{0,4}$/.test(rounds)) throw new Error(`kill takes a number of rounds, 1 to 99999. Given: ${rounds}`)
process.exitCode = await step('killed mail servers', jestCommand('server/src/mail/smtp/kill.test.ts'), {
  env: { ATRIUM_KILL_ROUNDS: rounds },
})
