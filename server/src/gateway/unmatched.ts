import type { FastifyInstance, FastifyRequest } from 'fastify'
import { nothingHere, wantsPage, type SendPage } from './page-routes.ts'
import { problem, sendProblem } from './problem.ts'
import type { Services } from './services.ts'

/** What no route answers: an address of the workspace, a wrong method, or nothing. */
export function answerUnmatched(app: FastifyInstance, { config }: Services, sendPage: SendPage): void {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set()
    methods.set(url, new Set([...known, ...[method].flat()]))
  })
  const allowed = (request: FastifyRequest): string[] => {
    const pathname = request.url.split('?', 1)[0] ?? ''
    for (const [url, known] of methods) {
      const matches = url.endsWith('/*') ? pathname.startsWith(url.slice(0, -1)) : url === pathname
      if (matches) return [...known]
    }
    return ['GET', 'HEAD']
  }
  app.setNotFoundHandler(async (request, reply) => {
    const reading = request.method === 'GET' || request.method === 'HEAD'
    if (reading && wantsPage(config.basePath, request)) return sendPage(request, reply)
    if (reading && `${request.url}/` === config.basePath) return reply.redirect(config.basePath, 308)
    const allow = allowed(request)
    if (allow.includes(request.method)) return sendProblem(reply, nothingHere())
    reply.header('allow', allow.join(', '))
    if (request.method === 'OPTIONS') return reply.code(204).send()
    return sendProblem(reply, problem('REQUEST_INVALID', `${request.method} does nothing here.`, 405))
  })
}
