// `npm run sbom [FILE]`: everything Atrium is made of, as CycloneDX. pnpm reads it from the lockfile
// and the installed packages. (`pnpm sbom` by itself is pnpm's own command.)
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runPnpm } from './supply-chain.ts'
import { root } from './steps.ts'

const file = path.resolve(root, process.argv[2] ?? 'dist/sbom.cdx.json')
mkdirSync(path.dirname(file), { recursive: true })
const format = ['--sbom-format', 'cyclonedx', '--sbom-spec-version', '1.6', '--sbom-type', 'application']
const { code, errors } = runPnpm('sbom', ...format, '--out', file)
if (code === 0) {
  const { specVersion, components } = JSON.parse(readFileSync(file, 'utf8')) as {
    specVersion: string
    components: unknown[]
  }
  console.log(`${path.relative(process.cwd(), file)}: CycloneDX ${specVersion}, ${components.length} components`)
} else console.error(errors)
process.exitCode = code
