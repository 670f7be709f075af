// `npm test`: types, lint, unit tests, production build, budgets, browser tests. Continues after a failure, so
// that one run reports everything; ends with `N passed, N failed`.
import { analyzeBuilds, buildPackages, isOver } from '@atrium/cli'
import { findProject, localApp } from '@atrium/cli/project'
import { add, checkSource, jestCommand, jestCounts, runBrowserTests, step, type Counts } from './steps.ts'

const one = (passed: boolean): Counts => ({ passed: Number(passed), failed: Number(!passed), skipped: 0 })

async function unitTests(): Promise<Counts> {
  let output = ''
  const code = await step('unit tests', jestCommand(), { onOutput: (text) => (output += text) })
  return jestCounts(output, code)
}

async function build(): Promise<Counts> {
  process.stderr.write('\natrium: production build\n')
  return buildPackages([...findProject().packages(), localApp]).then(
    () => one(true),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      return one(false)
    },
  )
}

/** A build over its budget is a failure like any other. */
function budgets(): Counts {
  const over = analyzeBuilds(findProject().packages()).spending.filter(isOver)
  for (const { name, spent, budget } of over) {
    process.stderr.write(
      `atrium: ${name} is ${spent} bytes, its budget ${budget ?? 'missing'}; see pnpm analyze and budgets.json\n`,
    )
  }
  return one(over.length === 0)
}

/** In a process of its own: what it runs changes the environment of its process. */
async function mutationSlice(): Promise<Counts> {
  return one((await step('mutation score', [process.execPath, 'tools/src/mutate.ts', '--slice'])) === 0)
}

let total = one(await checkSource())
total = add(total, await unitTests())
total = add(total, await mutationSlice())
const built = await build()
total = add(total, built)
if (built.failed === 0) total = add(add(total, budgets()), await runBrowserTests())

if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped\n`)
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed === 0 ? 0 : 1
