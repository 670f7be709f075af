// `pnpm packed`: the packed packages as another team installs them, third parties from the npm registry, with dev servers.
// `npm test` does the same without them, and links third parties from this checkout.
import { buildPackages } from '@atrium/cli'
import { findProject } from '@atrium/cli/project'
import { runBrowserTests } from './steps.ts'

await buildPackages(findProject().packages())
process.env['ATRIUM_INSTALL'] = 'registry'
const { failed } = await runBrowserTests(['tests/install', ...process.argv.slice(2)])
process.exitCode = failed === 0 ? 0 : 1
