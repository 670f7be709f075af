import { AtriumError, developmentVersion, paths, type Problem } from '@atrium/protocol'
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { errorMessage, warnOnce } from './log.ts'
import type { Settings } from './options.ts'
import { nothingHere, problem, sendProblem } from './problems.ts'
import { releaseHeaders } from './policies.ts'
import type { ReleaseSource } from './release-source.ts'
import type { ReleaseStore } from './release-store.ts'
import { siteOf } from './requests.ts'

/** `<name>/<version>/<file>` or `<name>/vendor/<file>`: no empty, hidden or parent segment can be spelled in it. */
const released = /^[a-z][a-z0-9-]*\/([0-9a-f]{12}|vendor)(\/\w[\w.~-]*)+$/

/** Source maps show sources; pages are served by the gateway, filled; siblings are served by negotiation. */
const withheld = /\.(map|html|br|gz)$/

/** Files that browsers look for at fixed addresses, from the shell's release. */
const wellKnown = ['favicon.svg', 'favicon.ico', 'manifest.webmanifest', 'apple-touch-icon.png', 'robots.txt']

/** Says nothing of where the store is. */
const unavailable = ({ code }: AtriumError) =>
  code === 'RELEASE_UNPROVEN'
    ? problem(code, 'The file in the store is not the one that was released.', 502)
    : problem('STORE_UNREACHABLE', 'The file is not here yet and cannot be fetched. Try again in a moment.')

/** Released files, cached permanently; and the few of the shell's that have fixed names. */
interface ReleaseParts {
  readonly settings: Settings
  readonly source: ReleaseSource
  readonly releases: ReleaseStore
}

export async function releaseRoutes(app: FastifyInstance, { settings, source, releases }: ReleaseParts): Promise<void> {
  await app.register(staticFiles, {
    serve: false,
    root: source.folder,
    suppressWarning: true,
    index: false,
    dotfiles: 'deny',
    preCompressed: true,
    // Ours say more; see policies.ts.
    cacheControl: false,
  })
  const once = warnOnce(settings.log.warn)
  /** Undefined when the file is there; else the problem to respond with. */
  const absence = async (has: Promise<boolean>): Promise<Problem | undefined> => {
    try {
      return (await has) ? undefined : nothingHere()
    } catch (error) {
      if (!(error instanceof AtriumError)) throw error
      // A store that does not respond is logged by its source; a changed file here.
      if (error.code === 'RELEASE_UNPROVEN') once(errorMessage(error))
      return unavailable(error)
    }
  }

  app.get<{ Params: { '*': string } }>(`${paths.releases}/*`, async (request, reply) => {
    const file = request.params['*']
    if (!released.test(file) || withheld.test(file)) return sendProblem(reply, nothingHere())
    const absent = await absence(source.has(file))
    if (absent) return sendProblem(reply, absent)
    // A script must not keep the policy that every response begins with: a worker would inherit it.
    reply.removeHeader('content-security-policy').headers(releaseHeaders(siteOf(request).isHttps(request), file))
    if (file.split('/')[1] === developmentVersion) reply.header('cache-control', 'no-store')
    return reply.sendFile(file)
  })
  for (const file of wellKnown)
    app.get(`/${file}`, async (request, reply) => {
      const shell = await releases.shell()
      if (!shell) return sendProblem(reply, nothingHere())
      const absent = await absence(shell.has(file))
      if (absent) return sendProblem(reply, absent)
      reply
        .headers(releaseHeaders(siteOf(request).isHttps(request), file))
        .header('cache-control', 'public, max-age=3600')
      return reply.sendFile(file, shell.folder)
    })
}
