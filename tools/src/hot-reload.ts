// `pnpm hot-reload`: edits a line of every package under `pnpm dev`, in a real browser. Takes minutes; `npm test`
// does so with one remote.
import { buildPackages } from '@atrium/cli'
import { findProject } from '@atrium/cli/project'
import { runBrowserTests } from './steps.ts'

await buildPackages(findProject().packages())
process.env['ATRIUM_EVERY_PACKAGE'] = '1'
const { failed } = await runBrowserTests(['tests/dev/every-package', ...process.argv.slice(2)])
process.exitCode = failed === 0 ? 0 : 1
