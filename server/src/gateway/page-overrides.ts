import { devBase, remoteNameSchema } from '@atrium/protocol'
import type { Override } from '@atrium/mail-contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { Config } from '../config/config.ts'
import { isHttps, publicOrigin } from './public-address.ts'

/** Name of the parameter in a page's address, and in a request for the registry. */
export const overrideParameter = 'override'

/** `?override=off` drops all of them. */
const none = 'off'

/** A dev server's files lie below a folder: no query, no credentials. */
const baseForm = /^https?:\/\/[\w.:[\]-]+\/([\w.~-]+\/)*$/

const isLoopback = (hostname: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
const isLoopbackPeer = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address)

/** `inbox` is at the address derived from its name; `inbox=http://localhost:4123/dev/` where it says. */
function parse(text: string): Override {
  const [remote = '', ...rest] = text.split('=')
  return { remote, base: rest.length > 0 ? rest.join('=') : devBase(remote) }
}

/** What a request asks for: an address, a query. */
export const overridesIn = (url: string): Override[] =>
  new URL(url, 'http://page').searchParams.getAll(overrideParameter).filter((text) => text !== none).map(parse)

export const dropsOverrides = (url: string): boolean =>
  new URL(url, 'http://page').searchParams.getAll(overrideParameter).includes(none)

/** The same address without the parameter. */
export function withoutOverrides(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://page')
  searchParams.delete(overrideParameter)
  const search = searchParams.toString()
  return `/${pathname.replace(/^\/+/, '')}${search && `?${search}`}`
}

/** Whether somebody may run unsigned code from there in their page; the reason when they may not. */
export function refusal(config: Config, request: FastifyRequest, { remote, base }: Override): string | undefined {
  if (config.overridePolicy === 'off') return 'this installation takes no overrides (ATRIUM_OVERRIDES=off)'
  if (!v.is(remoteNameSchema, remote)) return 'that is no name of a remote'
  if (!baseForm.test(base) || !URL.canParse(base)) return 'that is no http address of a folder, with a slash at its end'
  if (config.overridePolicy === 'any') return undefined
  if (!isLoopback(new URL(base).hostname)) return 'only a dev server on this machine is allowed (ATRIUM_OVERRIDES=local)'
  const here = isLoopback(new URL(publicOrigin(config, request)).hostname) && isLoopbackPeer(request.ip)
  return here ? undefined : 'only a page that is served on this machine may be overridden (ATRIUM_OVERRIDES=local)'
}

/** The person typed the address: neither another site nor a link in a mail may choose what code runs here. */
export const isTyped = (request: FastifyRequest): boolean => request.headers['sec-fetch-site'] === 'none'

/** Our own page asks, by `fetch`. */
export const isFromPage = (request: FastifyRequest): boolean => request.headers['sec-fetch-site'] === 'same-origin'

/** Cookies know neither port nor, with that prefix, path: so the name has what tells one site of a host from another. */
function cookieName(config: Config, request: FastifyRequest): string {
  const { port, protocol } = new URL(publicOrigin(config, request))
  const path = config.basePath.replace(/[^\w-]+/g, '-').replace(/-+$/, '')
  return `${protocol === 'https:' ? '__Host-' : ''}atrium-override${port && `-${port}`}${path}`
}

const attributes = (https: boolean) => ({ httpOnly: true, sameSite: 'strict', path: '/', secure: https }) as const

/** What this browser was told to remember. */
export function rememberedOverrides(config: Config, request: FastifyRequest): Override[] {
  const text = request.cookies[cookieName(config, request)] ?? ''
  return text === '' ? [] : text.split(' ').slice(0, 20).map(parse)
}

/** Until the browser is closed. */
export function rememberOverrides(config: Config, request: FastifyRequest, reply: FastifyReply) {
  const name = cookieName(config, request)
  const options = attributes(isHttps(config, request))
  return (overrides: readonly Override[]): void => {
    if (overrides.length === 0) reply.clearCookie(name, options)
    else reply.setCookie(name, overrides.map(({ remote, base }) => `${remote}=${base}`).join(' '), options)
  }
}
