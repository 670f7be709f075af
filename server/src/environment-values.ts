import { isBucket } from '@atrium/store'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

// How the value of an environment variable is read. Each reader gives undefined for a value that cannot be used.

/** `takes` ends the sentence "PORT is …; it takes …". */
export function variable<Output>(takes: string, fallback: string, read: (text: string) => Output | undefined) {
  return v.pipe(
    v.optional(v.string(), fallback),
    v.rawTransform<string, Output>(({ dataset, addIssue, NEVER }) => {
      const output = read(dataset.value.trim())
      if (output !== undefined) return output
      addIssue({ message: takes })
      return NEVER
    }),
  )
}

export const integer = (takes: string, fallback: string, range: { min: number; max: number }) =>
  variable(`a whole number from ${range.min} to ${range.max}${takes}`, fallback, (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return number >= range.min && number <= range.max ? number : undefined
  })

export const onOff = (fallback: 'on' | 'off') =>
  variable('"on" or "off"', fallback, (text) => (text === 'on' ? true : text === 'off' ? false : undefined))

export const folder = (fallback: string) =>
  variable('the path of a folder', fallback, (text) => (text && !text.includes('\0') ? path.resolve(text) : undefined))

export const store = (fallback: string) =>
  variable('the path of a folder, or s3://bucket/prefix', fallback, (text) => {
    if (isBucket(text)) return /^s3:\/\/[a-z0-9][a-z0-9.-]+(\/[\w.~/-]*)?$/.test(text) ? text : undefined
    return text && !text.includes('\0') ? path.resolve(text) : undefined
  })

export function optional<Output>(read: (text: string) => Output | undefined) {
  return (text: string) => (text === '' ? null : read(text))
}

export const origin = (text: string): string | undefined => {
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '') ? url.origin : undefined
}

export const server = (text: string): string | undefined => {
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash ? url.href : undefined
}

export const basePath = (text: string): string | undefined => {
  const inner = text.replace(/^\/|\/$/g, '')
  if (inner === '') return '/'
  return inner.split('/').every((part) => /^[\w~-][\w.~-]*$/.test(part)) ? `/${inner}/` : undefined
}

export const proxies = (text: string): false | number | string[] | undefined => {
  if (text === 'off') return false
  if (/^[1-9]$/.test(text)) return Number(text)
  const parts = text.split(',').map((part) => part.trim())
  const known = /^(loopback|linklocal|uniquelocal|\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[\da-f:]*:[\da-f:.]*(\/\d{1,3})?)$/i
  return parts.every((part) => known.test(part)) ? parts : undefined
}

export const apis = (text: string): Record<string, string> | undefined => {
  const pairs = text.split(',').flatMap((item) => {
    const [, prefix, address] = /^\s*(\/api(?:\/[\w~-][\w.~-]*)+)=(\S+)\s*$/.exec(item) ?? []
    const url = server(address ?? '')
    return prefix !== undefined && url !== undefined ? [[prefix, url] as const] : []
  })
  return text === '' || pairs.length === text.split(',').length ? Object.fromEntries(pairs) : undefined
}

export const secretFile = (text: string): string | undefined => {
  try {
    return text && readFileSync(text, 'utf8').trim()
  } catch {
    return undefined
  }
}
