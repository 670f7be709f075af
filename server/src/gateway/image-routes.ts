import { blobHeaders } from '@atrium/configs/security'
import { paths } from '@atrium/protocol'
import type { FastifyInstance } from 'fastify'
import { createRateLimiter } from '../accounts/rate-limiter.ts'
import { fetchImage } from '../images/fetch-image.ts'
import { isPublicAddress } from '../images/public-address.ts'
import { isHttps } from './public-address.ts'
import type { Services } from './services.ts'
import { TooManyAttempts } from './too-many-attempts.ts'
import type { Visitors } from './visitors.ts'

const limits = { mayConnect: isPublicAddress, maxSize: 10 * 1024 * 1024, timeout: 15_000, maxRedirects: 3 } as const

/** `GET /api/image?url=…`: a picture of a mail, fetched by this server, for who is signed in. */
export function imageRoutes(app: FastifyInstance, { config }: Services, visitors: Visitors): void {
  const asked = createRateLimiter({ uses: 600, window: 60_000 })
  app.get<{ Querystring: { url?: string } }>(paths.image, async (request, reply) => {
    const { account } = visitors.require(request)
    const wait = asked.wait(account.id)
    if (wait > 0) throw new TooManyAttempts(wait)
    asked.count(account.id)
    const { type, bytes } = await fetchImage(request.query.url ?? '', { ...limits, ownHosts: config.imageHosts })
    return reply
      .headers(blobHeaders(isHttps(config, request)))
      .header('content-type', type)
      .header('cache-control', 'private, max-age=86400')
      .send(bytes)
  })
}
