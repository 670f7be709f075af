// `pnpm accept-contracts`: takes the contracts of this source as the released ones.
// Refuses a breaking change whose contract has kept its version.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { currentSurface, readSurface, releasedFolder, type Surface } from './contract-surface.ts'
import { step } from './steps.ts'

/** The versions that the surface declares, as text. */
const versionsOf = (surface: Surface): string | undefined =>
  /contractVersions: \{[^}]*\}/.exec(surface['shared/mail-contracts/src/modules.d.ts'] ?? '')?.[0]

async function isBreaking(): Promise<boolean> {
  let output = ''
  await step('compatibility', ['tsc', '-p', 'configs/tsconfig/tests.json'], { onOutput: (text) => (output += text) })
  return output.includes('shared/mail-contracts/compatibility.ts')
}

function write(surface: Surface): void {
  rmSync(releasedFolder, { recursive: true, force: true })
  for (const [file, text] of Object.entries(surface)) {
    mkdirSync(path.dirname(path.join(releasedFolder, file)), { recursive: true })
    writeFileSync(path.join(releasedFolder, file), text)
  }
}

const now = currentSurface()
const released = existsSync(releasedFolder) ? readSurface(releasedFolder) : {}
if (isDeepStrictEqual(now, released)) {
  process.stdout.write('Nothing has changed.\n')
} else if (Object.keys(released).length > 0 && versionsOf(released) === versionsOf(now) && (await isBreaking())) {
  process.stderr.write(
    'Refused: the change breaks what is released, see above. Give the contract a new version first.\n',
  )
  process.exitCode = 1
} else {
  write(now)
  process.stdout.write('shared/mail-contracts/released is now what the source says. Commit it.\n')
}
