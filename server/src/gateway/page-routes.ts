import { freshNonce, mailFrameDocument, mailFrameHeaders, mailFrameTag, pageHeaders } from '@atrium/configs/security'
import { paths } from '@atrium/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { originsOf } from './origins-of.ts'
import { pageBoot } from './page-boot.ts'
import { pageHtml } from './page-html.ts'
import { dropsOverrides, rememberOverrides, withoutOverrides } from './page-overrides.ts'
import { previewsIn, rememberPreviews, withoutPreviews } from './page-previews.ts'
import { landingRemote, pageRegistry, remoteNameOf } from './page-registry.ts'
import { pageSite, unsignedBases } from './page-site.ts'
import { problem } from './problem.ts'
import { isHttps } from './public-address.ts'
import { sendText } from './send-text.ts'
import type { Services } from './services.ts'
import type { SiteRegistry } from './site-registry.ts'
import type { Visitors } from './visitors.ts'

const notBuilt = 'There is no release of the shell in the store. Build and release it (npm start does both).\n'

/** Path of a request below the base path, with a slash at its start; undefined when it is not below it. */
export function pathBelow(basePath: string, url: string): string | undefined {
  const pathname = url.split('?', 1)[0] ?? ''
  return pathname.startsWith(basePath) ? `/${pathname.slice(basePath.length)}` : undefined
}

/** A person's browser that opens an address, not a program that looks for a file. */
export function wantsPage(basePath: string, request: FastifyRequest): boolean {
  const pathname = pathBelow(basePath, request.url)
  if (pathname === undefined || /\.[^/]*$/.test(pathname)) return false
  const accept = request.headers.accept ?? '*/*'
  return accept.includes('text/html') || (pathname === '/' && accept.includes('*/*'))
}

export type SendPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Whether the address switches a remote off for this page (`?disable=search,compose`): then nothing of it is sent ahead. */
const isSwitchedOff = (url: string, name: string): boolean =>
  new URLSearchParams(url.split('?')[1] ?? '').getAll('disable').some((list) => list.split(',').some((each) => each.trim() === name))

/** One that cannot be believed is left out: the page asks for it by name, and then says why. */
const readable = (registry: SiteRegistry) => (name: string) => registry.remote(name).catch(() => undefined)

export function createPage(services: Services, visitors: Visitors): SendPage {
  const { config, releases } = services
  const boot = pageBoot(services, visitors)
  return async (request, reply) => {
    const asked = previewsIn(request.url)
    if (asked) {
      rememberPreviews(config, request, reply)(asked)
      return reply.redirect(withoutPreviews(request.url), 303)
    }
    const live = visitors.find(request)
    const person = visitors.person(request, live)
    const shell = await releases.shell(person)
    if (!shell) return reply.code(503).header('retry-after', '5').type('text/plain; charset=utf-8').send(notBuilt)
    if (dropsOverrides(request.url)) {
      rememberOverrides(config, request, reply)([])
      return reply.redirect(withoutOverrides(request.url), 303)
    }
    const { registry, overrides, settled } = await pageSite(services, { request, reply, person })
    if (settled) return reply.redirect(withoutOverrides(request.url), 303)
    const unsigned = unsignedBases(services, shell, overrides)
    const name = remoteNameOf(pathBelow(config.basePath, request.url) ?? '/')
    const [remote, landing] = live ? await Promise.all([name, landingRemote].map(readable(registry))) : []
    const nonce = freshNonce()
    const html = pageHtml({
      shell,
      remote: remote && !isSwitchedOff(request.url, remote.entry.name) ? remote.entry : undefined,
      local: live ? name : null,
      nonce,
      unsigned,
      boot: await boot({ live, person, registry: pageRegistry(registry, [remote, landing]), overrides }),
    })
    const releaseOrigins = originsOf(registry.bases)
    const devOrigins = originsOf(unsigned)
    reply.headers(
      pageHeaders({ nonce, https: isHttps(config, request), basePath: config.basePath, releaseOrigins, devOrigins }),
    )
    return sendText(request, reply.type('text/html; charset=utf-8'), html)
  }
}

/** The frame that mail is drawn in. */
export function mailFrameRoute(app: FastifyInstance, { config }: Services): void {
  app.get(paths.mailFrame, async (request, reply) => {
    reply.headers(mailFrameHeaders(isHttps(config, request)))
    if (request.headers['if-none-match'] === mailFrameTag) return reply.code(304).send()
    return reply.send(mailFrameDocument)
  })
}

/** An address that nothing answers at. */
export const nothingHere = () => problem('NOT_FOUND', 'There is nothing at this address.')
