import { paths } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import { createRateLimiter } from '../accounts/rate-limiter.ts'
import { clientKey } from './client-key.ts'
import { createReportCounter } from './report-counter.ts'
import type { Services } from './services.ts'
import { TooManyAttempts } from './too-many-attempts.ts'
import type { Visitors } from './visitors.ts'

/** What browsers and the telemetry package send; both forms of CSP reports, the Reporting API's and the old one. */
const types = ['application/reports+json', 'application/csp-report', 'application/json', 'text/plain']

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Violations and telemetry: counted by kind, never stored, shown to who is signed in; canaries are judged by them. */
export function reportRoutes(app: FastifyInstance, services: Services, visitors: Visitors): void {
  const counter = createReportCounter()
  const sent = createRateLimiter({ uses: 120, window: 60_000 })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(types, { parseAs: 'string' }, (_request, body, done) => done(null, parse(String(body))))

  app.post(paths.reports, { bodyLimit: 64 * 1024 }, async (request, reply) => {
    const client = clientKey(request)
    const wait = sent.wait(client)
    if (wait > 0) throw new TooManyAttempts(wait)
    sent.count(client)
    for (const line of counter.add(request.body, client)) services.warn(`report: ${line}`)
    const account = visitors.find(request)?.account
    if (account) await services.care.hear(account.id, request.body)
    return reply.code(204).send()
  })
  app.get(paths.reports, (request, reply) => {
    visitors.require(request)
    return reply.send(counter.counts())
  })
}
