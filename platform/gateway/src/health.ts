import { paths, type RegistryHead } from '@atrium/protocol'
import { storeLayout } from '@atrium/store'
import type { FastifyInstance } from 'fastify'
import type { Check, Settings } from './options.ts'
import type { ReleaseSource } from './release-source.ts'
import type { ReleaseStore } from './release-store.ts'

/** The body of `/readyz`. */
export interface Readiness {
  readonly status: 'ready' | 'not ready'
  /** `store`, `registry`, and what the product adds. */
  readonly checks: Readonly<Record<string, Check>>
}

/** Milliseconds for which one result of the checks is given to all requests. Default: one second. A constant. */
const checkInterval = 1000

const day = 24 * 3_600_000

/** Milliseconds before its end from which the expiry of the registry is a reason, though not yet a failure. */
const soon = 30 * day

interface HealthParts {
  readonly settings: Settings
  readonly source: ReleaseSource
  readonly releases: ReleaseStore
}

async function storeCheck({ source }: HealthParts): Promise<Check> {
  try {
    const file = await source.store.read(storeLayout.registry)
    return file ? { ok: true } : { ok: false, reason: 'the store has no registry: nothing was released into it' }
  } catch {
    return { ok: false, reason: 'the release store cannot be read' }
  }
}

export function expiryCheck({ serial, expires }: RegistryHead, now: number): Check {
  const left = Date.parse(expires) - now
  const date = expires.slice(0, 10)
  if (left <= 0) return { ok: false, reason: `the registry (serial ${serial}) expired on ${date}: sign it again` }
  return left < soon
    ? { ok: true, reason: `the registry (serial ${serial}) expires on ${date}: sign it again` }
    : { ok: true }
}

async function registryCheck({ settings, releases }: HealthParts): Promise<Check> {
  const { signed } = await releases.registry()
  return signed ? expiryCheck(signed.head, settings.now()) : { ok: false, reason: 'no valid registry' }
}

/** A check that throws has failed; the others go on. */
const guarded = async (check: () => Check | Promise<Check>): Promise<Check> => {
  try {
    return await check()
  } catch {
    return { ok: false, reason: 'the check itself failed; see the log of the server' }
  }
}

async function readiness(parts: HealthParts): Promise<Readiness> {
  const named = Object.entries({
    store: () => storeCheck(parts),
    registry: () => registryCheck(parts),
    ...parts.settings.checks,
  })
  const checks = Object.fromEntries(
    await Promise.all(named.map(async ([name, check]) => [name, await guarded(check)] as const)),
  )
  return { status: Object.values(checks).every(({ ok }) => ok) ? 'ready' : 'not ready', checks }
}

/**
 * `/healthz`: the process responds. `/readyz`: it can do its work, 200 or 503, with a reason for each part that
 * cannot; for load balancers and monitoring. Both at the root and below the base path, so that a container's check
 * need not know the path.
 */
export function healthRoutes(app: FastifyInstance, parts: HealthParts): void {
  let known: { readonly at: number; readonly result: Promise<Readiness> } | undefined
  const current = (): Promise<Readiness> => {
    if (!known || performance.now() - known.at >= checkInterval)
      known = { at: performance.now(), result: readiness(parts) }
    return known.result
  }
  for (const prefix of new Set(['', parts.settings.basePath.slice(0, -1)])) {
    app.get(`${prefix}${paths.health}`, async () => ({ status: 'ok' }))
    app.get(`${prefix}${paths.ready}`, async (_request, reply) => {
      const result = await current()
      return reply
        .code(result.status === 'ready' ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(result)
    })
  }
}
