// `pnpm limits`: writes docs/limits.md from the constants of the code.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { limitsPage, readLimits } from './read-limits.ts'
import { root } from './steps.ts'

const limits = readLimits(root)
writeFileSync(path.join(root, 'docs/limits.md'), limitsPage(limits))
process.stdout.write(`docs/limits.md lists ${limits.length} limits. Commit it.\n`)
