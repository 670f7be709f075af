// Releases a build and kills itself: `node killed-release.ts <store> <build> <step> <before|after>`.
import { openStore, type Store } from '@atrium/store'
import { releaseBuilds } from '../release/operations.ts'

const [location = '', folder = '', step = '', moment = ''] = process.argv.slice(2)
const store = openStore(location)
let steps = 0

/** Every change of the store is a step. */
async function atStep<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const isLast = ++steps === Number(step)
  if (isLast) process.stdout.write(`${what}\n`)
  if (isLast && moment === 'before') process.kill(process.pid, 'SIGKILL')
  const result = await work()
  if (isLast) process.kill(process.pid, 'SIGKILL')
  return result
}

const mortal: Store = {
  ...store,
  write: (path, bytes) => atStep(`write ${path}`, () => store.write(path, bytes)),
  replace: (path, bytes, tag) => atStep(`replace ${path}`, () => store.replace(path, bytes, tag)),
  remove: (path) => atStep(`remove ${path}`, () => store.remove(path)),
}
await releaseBuilds(
  { store: mortal, dryRun: false, force: false, say: () => {} },
  { folders: [folder], target: { channel: 'stable' } },
)
