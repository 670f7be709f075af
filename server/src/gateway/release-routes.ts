import { releaseHeaders } from '@atrium/configs/security'
import { developmentVersion, paths } from '@atrium/contracts'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { nothingHere } from './page-routes.ts'
import { sendProblem } from './problem.ts'
import { isHttps } from './public-address.ts'
import type { Services } from './services.ts'

/** `<name>/<version>/<file>` or `<name>/vendor/<file>`: no empty, hidden or parent segment can be spelled in it. */
const released = /^[a-z][a-z0-9-]*\/([0-9a-f]{12}|vendor)(\/\w[\w.~-]*)+$/

/** Source maps show sources; pages are served by the gateway, filled; siblings are served by negotiation. */
const withheld = /\.(map|html|br|gz)$/

/** Files that browsers look for at fixed addresses, from the shell's release. */
const wellKnown = ['favicon.svg', 'favicon.ico', 'manifest.webmanifest', 'apple-touch-icon.png', 'robots.txt']

/** Released files, for ever; and the few of the shell's that have fixed names. */
export async function releaseRoutes(app: FastifyInstance, { config, releases }: Services): Promise<void> {
  await app.register(staticFiles, {
    serve: false,
    root: config.store,
    suppressWarning: true,
    index: false,
    dotfiles: 'deny',
    preCompressed: true,
    // Ours say more; see configs/security.
    cacheControl: false,
  })
  const notFound = (reply: FastifyReply) => sendProblem(reply, nothingHere())

  app.get<{ Params: { '*': string } }>(`${paths.releases}/*`, async (request, reply) => {
    const file = request.params['*']
    if (!released.test(file) || withheld.test(file)) return notFound(reply)
    // A script must not keep the policy that every answer begins with: a worker would inherit it.
    reply.removeHeader('content-security-policy').headers(releaseHeaders(isHttps(config, request), file))
    if (file.split('/')[1] === developmentVersion) reply.header('cache-control', 'no-store')
    return reply.sendFile(file)
  })
  for (const file of wellKnown)
    app.get(`/${file}`, async (request, reply) => {
      const shell = await releases.shell()
      if (!shell) return notFound(reply)
      reply.headers(releaseHeaders(isHttps(config, request), file)).header('cache-control', 'public, max-age=3600')
      return reply.sendFile(file, shell.folder)
    })
}
