// `npm test`: types, lint, unit tests, production build, budgets, browser tests. Continues after a failure, so
// that one run reports everything; ends with `N passed, N failed`.
import { analyzeBuilds, buildPackages, isOver } from '@atrium/cli'
import { findProject, localApp } from '@atrium/cli/project'
import { changedLines, filesOf, mutate, percent, quickSlice, readAreas, survivorLines } from './mutate.ts'
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

/**
 * A slice of `pnpm mutate`: the signatures of the trust chain must keep the score of its area. Of what the last commit
 * changed, the changes that no test noticed are listed.
 */
async function mutationSlice(): Promise<Counts> {
  process.stderr.write('\natrium: mutation score\n')
  const page = (name: string): string => findProject().at(findProject().output, 'mutate', `${name}.html`)
  const measure = async (name: string, files: readonly string[]): Promise<number> => {
    const score = await mutate(files, page(name))
    for (const line of survivorLines(score)) process.stderr.write(`not noticed: ${line}\n`)
    return percent(score)
  }
  const failed = (error: unknown): number => {
    process.stderr.write(`the mutation score could not be measured: ${String(error)}\n`)
    return 0
  }
  const chain = ['platform/trust/src/verify.ts', 'platform/trust/src/signing.ts']
  const trust = await measure('slice', filesOf(chain)).catch(failed)
  const changed = await measure('last-commit', quickSlice(changedLines())).catch(failed)
  process.stderr.write(`atrium: trust ${trust} %, the last commit ${changed} %\n`)
  return one(trust >= (readAreas()['trust']?.bar ?? 0))
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
