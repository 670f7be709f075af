import type { Preview } from '@atrium/mail-contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isHttps } from './public-address.ts'
import type { Config } from '../config/config.ts'

/** Name of the parameter in a page's address: `?preview=inbox:new-list`; `off` drops all. */
const parameter = 'preview'

const form = /^([a-z][a-z0-9-]{0,39}):([a-z0-9][a-z0-9-]{0,39})$/

const parse = (text: string): Preview[] => {
  const [, remote, name] = form.exec(text) ?? []
  return remote !== undefined && name !== undefined ? [{ remote, name }] : []
}

const addressOf = (url: string): URL => new URL(url, 'http://page')

/** What the address asks for; undefined when it asks for nothing. An empty list drops what is remembered. */
export function previewsIn(url: string): Preview[] | undefined {
  const asked = addressOf(url).searchParams.getAll(parameter)
  return asked.length === 0 ? undefined : asked.flatMap(parse)
}

/** The same address without the parameter. */
export function withoutPreviews(url: string): string {
  const { pathname, searchParams } = addressOf(url)
  searchParams.delete(parameter)
  const search = searchParams.toString()
  return `/${pathname.replace(/^\/+/, '')}${search && `?${search}`}`
}

const cookieName = (https: boolean): string => (https ? '__Host-atrium-preview' : 'atrium-preview')

/** What this browser was asked to try. */
export function rememberedPreviews(config: Config, request: FastifyRequest): Preview[] {
  const text = request.cookies[cookieName(isHttps(config, request))] ?? ''
  return text.split(' ').slice(0, 20).flatMap(parse)
}

/** Until the browser is closed. */
export function rememberPreviews(config: Config, request: FastifyRequest, reply: FastifyReply) {
  const https = isHttps(config, request)
  const attributes = { httpOnly: true, sameSite: 'strict', path: '/', secure: https } as const
  return (previews: readonly Preview[]): void => {
    const text = previews.map(({ remote, name }) => `${remote}:${name}`).join(' ')
    if (text === '') reply.clearCookie(cookieName(https), attributes)
    else reply.setCookie(cookieName(https), text, attributes)
  }
}
