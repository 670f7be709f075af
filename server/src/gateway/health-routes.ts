import { paths, type RegistryHead } from '@atrium/protocol'
import { storeLayout } from '@atrium/store'
import type { FastifyInstance } from 'fastify'
import { isDatabaseBusy } from '../errors/error-facts.ts'
import type { Services } from './services.ts'

/** What one part of the server is capable of. `reason` says why not, or what will end it soon. */
export interface Check {
  readonly ok: boolean
  readonly reason?: string
}

/** The body of `/readyz`. */
export interface Readiness {
  readonly status: 'ready' | 'not ready'
  readonly checks: Readonly<Record<'store' | 'registry' | 'database' | 'disk', Check>>
}

/** Milliseconds for which one result of the checks is given to all requests. Default: one second. A constant. */
const checkInterval = 1000

const day = 24 * 3_600_000

/** Milliseconds before its end from which the expiry of the registry is a reason, though not yet a failure. */
const soon = 30 * day

async function storeCheck({ source }: Services): Promise<Check> {
  try {
    const file = await source.store.read(storeLayout.registry)
    return file ? { ok: true } : { ok: false, reason: 'the store has no registry: nothing was released into it' }
  } catch {
    return { ok: false, reason: 'the store of releases cannot be read' }
  }
}

export function expiryCheck({ serial, expires }: RegistryHead, now: number): Check {
  const left = Date.parse(expires) - now
  const date = expires.slice(0, 10)
  if (left <= 0) return { ok: false, reason: `the registry (serial ${serial}) expired on ${date}: sign it again` }
  return left < soon ? { ok: true, reason: `the registry (serial ${serial}) expires on ${date}: sign it again` } : { ok: true }
}

async function registryCheck({ releases }: Services): Promise<Check> {
  const { signed } = await releases.registry()
  return signed ? expiryCheck(signed.head, Date.now()) : { ok: false, reason: 'no valid registry is in force' }
}

function databaseCheck({ database }: Services): Check {
  try {
    database.exec('BEGIN IMMEDIATE')
    database.exec('ROLLBACK')
    return { ok: true }
  } catch (error) {
    return { ok: false, reason: isDatabaseBusy(error) ? 'the database is locked by another process' : 'the database cannot be written' }
  }
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_000_000)} MB`

function diskCheck({ disk }: Services): Check {
  if (disk.hasRoom()) return { ok: true }
  return { ok: false, reason: `${megabytes(disk.space().free)} of the disk are free, and ${megabytes(disk.reserve())} are kept for deleting: nothing is added` }
}

/** A check that throws has failed; the others go on. */
const guarded = async (check: () => Check | Promise<Check>): Promise<Check> => {
  try {
    return await check()
  } catch {
    return { ok: false, reason: 'the check itself failed; see the log of the server' }
  }
}

async function readiness(services: Services): Promise<Readiness> {
  const [store, registry, database, disk] = await Promise.all(
    [storeCheck, registryCheck, databaseCheck, diskCheck].map((check) => guarded(() => check(services))),
  )
  const failed: Check = { ok: false }
  const checks = { store: store ?? failed, registry: registry ?? failed, database: database ?? failed, disk: disk ?? failed }
  return { status: Object.values(checks).every(({ ok }) => ok) ? 'ready' : 'not ready', checks }
}

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, 200 or 503, with a reason for each part that
 * cannot; for load balancers and monitoring.
 */
export function healthRoutes(app: FastifyInstance, services: Services): void {
  let known: { readonly at: number; readonly result: Promise<Readiness> } | undefined
  const current = (): Promise<Readiness> => {
    if (!known || performance.now() - known.at >= checkInterval) known = { at: performance.now(), result: readiness(services) }
    return known.result
  }
  app.get(paths.health, async () => ({ status: 'ok' }))
  app.get(paths.ready, async (_request, reply) => {
    const result = await current()
    return reply.code(result.status === 'ready' ? 200 : 503).header('cache-control', 'no-store').send(result)
  })
}
