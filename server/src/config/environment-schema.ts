import { publicKeySchema } from '@atrium/protocol'
import { isBucket } from '@atrium/store'
import path from 'node:path'
import * as v from 'valibot'
import { isDomain } from '../accounts/address.ts'
import { defaultDiskReserve } from '../database/disk-reserve.ts'
import { defaultQuota } from '../mail/index.ts'

const megabyte = 1_000_000

/** `takes` ends the sentence "PORT is …; it takes …". */
function variable<Output>(takes: string, fallback: string, read: (text: string) => Output | undefined) {
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

const integer = (takes: string, fallback: string, range: { least: number; most: number }) =>
  variable(`a whole number from ${range.least} to ${range.most}${takes}`, fallback, (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    return number >= range.least && number <= range.most ? number : undefined
  })

const onOff = (fallback: 'on' | 'off') =>
  variable('"on" or "off"', fallback, (text) => (text === 'on' ? true : text === 'off' ? false : undefined))

const folder = (fallback: string) =>
  variable('the path of a folder', fallback, (text) => (text && !text.includes('\0') ? path.resolve(text) : undefined))

const store = (fallback: string) =>
  variable('the path of a folder, or s3://bucket/prefix', fallback, (text) => {
    if (isBucket(text)) return /^s3:\/\/[a-z0-9][a-z0-9.-]+(\/[\w.~/-]*)?$/.test(text) ? text : undefined
    return text && !text.includes('\0') ? path.resolve(text) : undefined
  })

function optional<Output>(read: (text: string) => Output | undefined) {
  return (text: string) => (text === '' ? null : read(text))
}

const origin = (text: string): string | undefined => {
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '') ? url.origin : undefined
}

const server = (text: string): string | undefined => {
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash ? url.href : undefined
}

const basePath = (text: string): string | undefined => {
  const inner = text.replace(/^\/|\/$/g, '')
  if (inner === '') return '/'
  return inner.split('/').every((part) => /^[\w~-][\w.~-]*$/.test(part)) ? `/${inner}/` : undefined
}

const proxies = (text: string): false | number | string[] | undefined => {
  if (text === 'off') return false
  if (/^[1-9]$/.test(text)) return Number(text)
  const parts = text.split(',').map((part) => part.trim())
  const known = /^(loopback|linklocal|uniquelocal|\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[\da-f:]*:[\da-f:.]*(\/\d{1,3})?)$/i
  return parts.every((part) => known.test(part)) ? parts : undefined
}

const disabled = (text: string): Map<string, string> | undefined => {
  const reasons = new Map<string, string>()
  for (const item of text.split(',').map((part) => part.trim())) {
    if (item === '') continue
    const [, name, reason] = /^([a-z][a-z0-9-]{0,39})(?:=(.*))?$/.exec(item) ?? []
    if (name === undefined) return undefined
    reasons.set(name, reason?.trim() || 'Switched off by the operator')
  }
  return reasons
}

const cohorts = (text: string): Map<string, string[]> | undefined => {
  const groups = new Map<string, string[]>()
  for (const group of text.split(';').map((part) => part.trim())) {
    if (group === '') continue
    const [, name, members = ''] = /^([a-z0-9][a-z0-9-]{0,39})=(.+)$/.exec(group) ?? []
    const addresses = members.split(',').map((member) => member.trim().toLowerCase())
    if (name === undefined || !addresses.every((address) => /^[^\s@]+@[^\s@]+$/.test(address))) return undefined
    groups.set(name, addresses)
  }
  return groups
}

const hosts = (text: string): Set<string> | undefined => {
  const found = text.split(',').map((part) => part.trim().toLowerCase()).filter((part) => part !== '')
  return found.every((part) => /^([\w-]+\.)*[\w-]+(:\d{1,5})?$/.test(part)) ? new Set(found) : undefined
}

const publicKeys = (text: string): readonly string[] | undefined => {
  const keys = text.split(',').map((key) => key.trim()).filter((key) => key !== '')
  return keys.every((key) => v.is(publicKeySchema, key)) ? keys : undefined
}

/** Every variable the server reads, by its name in the environment. */
export const environmentSchema = v.object({
  PORT: integer(' (0 takes any free port)', '3000', { least: 0, most: 65535 }),
  HOST: variable('a host name or an IP address to listen on', '127.0.0.1', (text) =>
    /^[\w.:%-]+$/.test(text) ? text : undefined,
  ),
  DATA_DIR: folder('./data'),
  SMTP_PORT: variable('a whole number from 0 to 65535', '', (text) =>
    text === '' ? null : /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined,
  ),
  ATRIUM_MAIL_DOMAIN: variable('a domain such as mail.example', 'atrium.test', (text) =>
    isDomain(text.toLowerCase()) ? text.toLowerCase() : undefined,
  ),
  ATRIUM_DEMO: onOff('on'),
  ATRIUM_SIGN_UP: onOff('on'),
  ATRIUM_STORE: store('./dist/store'),
  ATRIUM_S3_ENDPOINT: variable('an address such as https://s3.example:9000', '', optional((text) => (/^https?:\/\/[^/?#]+/.test(text) ? text : undefined))),
  ATRIUM_REGISTRY_KEYS: variable('public keys of the registry, with commas between (`pnpm release keys` prints them)', '', publicKeys),
  ATRIUM_BASE_PATH: variable('a path such as /mail/', '/', basePath),
  ATRIUM_TRUST_PROXY: variable(
    '"off", the number of proxies in front, or their addresses (10.0.0.0/8, loopback)',
    'off',
    proxies,
  ),
  ATRIUM_PUBLIC_ORIGIN: variable('an origin such as https://mail.example, with no path', '', optional(origin)),
  ATRIUM_DISABLE: variable('names of remotes, each with a reason if wanted: search,compose=under repair', '', disabled),
  ATRIUM_COHORTS: variable('groups of addresses: staff=ada@mail.example,*@team.example;beta=bob@mail.example', '', cohorts),
  ATRIUM_OVERRIDES: variable('"off", "local" (dev servers of this machine) or "any" (never in production)', 'local', (text) =>
    (['off', 'local', 'any'] as const).find((policy) => policy === text),
  ),
  ATRIUM_IMAGE_HOSTS: variable('hosts of your own network, with commas between: intranet.example, pictures.example:8080', '', hosts),
  ATRIUM_JMAP_UPSTREAM: variable(
    'the http or https address of a JMAP server, without a password',
    '',
    optional(server),
  ),
  ATRIUM_AUTH_SERVER: variable('the name a mail server signs Authentication-Results with, such as mx.example', '', (text) =>
    text === '' ? null : isDomain(text.toLowerCase()) ? text.toLowerCase() : undefined,
  ),
  ATRIUM_SESSION_IDLE_HOURS: integer('', '168', { least: 1, most: 8760 }),
  ATRIUM_SESSION_MAX_DAYS: integer('', '30', { least: 1, most: 400 }),
  ATRIUM_RATE_SIGN_IN: integer(' (failed sign-ins before the next has to wait)', '5', { least: 1, most: 1000 }),
  ATRIUM_RATE_SIGN_UP: integer(' (new accounts an hour from one client)', '100', { least: 1, most: 100000 }),
  ATRIUM_QUOTA_MB: integer(' (what an account may store)', String(defaultQuota / megabyte), { least: 1, most: 100_000_000 }),
  ATRIUM_DISK_RESERVE_MB: integer(' (what stays free of the disk; 0 turns it off)', String(defaultDiskReserve / megabyte), { least: 0, most: 100_000_000 }),
  ATRIUM_LOG: variable('"silent", "error", "warn" or "info"', 'warn', (text) =>
    (['silent', 'error', 'warn', 'info'] as const).find((level) => level === text),
  ),
})
