// `npm test`: types, lint, unit tests, production build, budgets, browser tests. Goes on after a failure, so
// that one run tells everything; ends with `N passed, N failed`.
import { analyzeBuilds } from './analyze/analyze-builds.ts'
import { isOver } from './analyze/budgets.ts'
import { buildPieces } from './build-pieces.ts'
import { checkSource } from './check-source.ts'
import { add, jestCounts, type Counts } from './counts.ts'
import { jestCommand } from './jest-command.ts'
import { runBrowserTests } from './run-browser-tests.ts'
import { step } from './step.ts'
import { localPiece, pieces } from './workspace.ts'

const one = (passed: boolean): Counts => ({ passed: Number(passed), failed: Number(!passed), skipped: 0 })

async function unitTests(): Promise<Counts> {
  let output = ''
  const code = await step('unit tests', jestCommand(), { onOutput: (text) => (output += text) })
  return jestCounts(output, code)
}

async function build(): Promise<Counts> {
  process.stderr.write('\natrium: production build\n')
  return buildPieces([...pieces(), localPiece]).then(
    () => one(true),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      return one(false)
    },
  )
}

/** Too much to send is a failure like any other. */
function budgets(): Counts {
  const over = analyzeBuilds(pieces()).spending.filter(isOver)
  for (const { name, spent, budget } of over) {
    process.stderr.write(`atrium: ${name} is ${spent} octets, its budget ${budget ?? 'missing'}; see pnpm analyze and budgets.json\n`)
  }
  return one(over.length === 0)
}

let total = one(await checkSource())
total = add(total, await unitTests())
const built = await build()
total = add(total, built)
if (built.failed === 0) total = add(add(total, budgets()), await runBrowserTests())

if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped\n`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed === 0 ? 0 : 1
