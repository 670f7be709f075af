import { publicKeySchema, AtriumError } from '@atrium/protocol'
import { bucketVariables } from '@atrium/store'
import * as v from 'valibot'
import { defaultDiskReserve } from './database/disk-reserve.ts'
import {
  apis,
  basePath,
  folder,
  integer,
  onOff,
  optional,
  origin,
  proxies,
  secretFile,
  server,
  store,
  variable,
} from './environment-values.ts'
import { mailContradictions, mailSettings, mailVariables, type SmtpSettings } from './mail-config.ts'
import { defaultQuota } from './mail/index.ts'
import { isDomain } from './sign-in/accounts.ts'

/** What the environment decides, checked once at start. */
export interface Config {
  /** 0 = any free port. */
  readonly port: number
  readonly host: string
  /** Absolute path. */
  readonly dataDir: string
  /** Mail from other servers: port to listen on. 0 = any free one, null = none. */
  readonly smtpPort: number | null
  readonly smtp: SmtpSettings
  /** Lower case. New addresses are made below it. */
  readonly mailDomain: string
  readonly demo: boolean
  readonly signUp: boolean
  /** Where releases are: absolute path of a folder, or `s3://bucket/prefix`. */
  readonly store: string
  /** For a bucket, the variables with its location and credentials. Secret. */
  readonly storeAccess: Readonly<Record<string, string | undefined>>
  /** Public keys (Ed25519, base64url) the registry must be signed with; two while keys are being changed. */
  readonly registryKeys: readonly string[]
  /**
   * Folder of a shell that is being developed, unsigned. Not read from the environment.
   * Default: the released one.
   */
  readonly devShell?: string
  /** Starts and ends with a slash. */
  readonly basePath: string
  /** Number of proxies in front, or their addresses and networks. */
  readonly trustProxy: false | number | readonly string[]
  /** `ATRIUM_` variables that nothing reads. */
  readonly unknown: readonly string[]
  /** `https://mail.example`, when the request does not say it. */
  readonly publicOrigin: string | null
  /** Remote → why the operator has switched it off. */
  readonly disabled: ReadonlyMap<string, string>
  /** Groups of people, for canaries: name → addresses, `*@domain` for all of a domain. */
  readonly cohorts: ReadonlyMap<string, readonly string[]>
  /** Who may take a remote from a dev server in their own page: `local` is this machine alone. */
  readonly overridePolicy: 'off' | 'local' | 'any'
  /**
   * Remote → where a dev server has it (`http://localhost:4321/dev/`). Not read from the environment: only a
   * development tool sets it, and every page then has the relaxed policy. Default: none.
   */
  readonly overrides?: ReadonlyMap<string, string>
  /** Hosts that are not on the public internet and may still serve images of a mail. */
  readonly imageHosts: ReadonlySet<string>
  /** Another JMAP server to use in place of the embedded one. */
  readonly jmapUpstream: string | null
  /** Name by which the receiving mail server signs what it found out about senders; null trusts none. */
  readonly authServer: string | null
  /** A provider of OpenID Connect that people can sign in at; null: with their password alone. */
  readonly openId: OpenIdSettings | null
  /** APIs of the product: path → address of the service. */
  readonly apis: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly sessionIdle: number
  /** Milliseconds. */
  readonly sessionMaximum: number
  /** Failed sign-ins of one address from one client before each further one has to wait. */
  readonly freeSignIns: number
  /** Accounts that one client can make in an hour. */
  readonly signUpsPerHour: number
  /** Bytes an account may store. */
  readonly quota: number
  /** Bytes of the disk that are kept free. 0 = the disk is not looked at. */
  readonly diskReserve: number
  /** What is logged: faults of the server, also what was survived, also each request. */
  readonly log: 'silent' | 'error' | 'warn' | 'info'
  /** Lines as a person reads them, or objects of JSON. */
  readonly logFormat: 'text' | 'json'
  /** Who may read `/metrics`. Secret. Null: programs of this machine. */
  readonly metricsToken: string | null
}

/** A provider of OpenID Connect, and how this site is known there. */
export interface OpenIdSettings {
  readonly issuer: string
  readonly clientId: string
  /** Secret. Null: a public client. */
  readonly clientSecret: string | null
  /** Claim with the address of a person. */
  readonly addressClaim: string
  /** What the sign-in page calls the provider: "Continue with …". */
  readonly name: string
}

const megabyte = 1_000_000

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
  const found = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
  return found.every((part) => /^([\w-]+\.)*[\w-]+(:\d{1,5})?$/.test(part)) ? new Set(found) : undefined
}

const publicKeys = (text: string): readonly string[] | undefined => {
  const keys = text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
  return keys.every((key) => v.is(publicKeySchema, key)) ? keys : undefined
}

/** Every variable the server reads, by its name in the environment. */
const environmentSchema = v.object({
  ...mailVariables,
  PORT: integer(' (0 takes any free port)', '3000', { min: 0, max: 65535 }),
  HOST: variable('a host name or an IP address to listen on', '127.0.0.1', (text) =>
    /^[\w.:%-]+$/.test(text) ? text : undefined,
  ),
  DATA_DIR: folder('./data'),
  ATRIUM_DEMO: onOff('on'),
  ATRIUM_SIGN_UP: onOff('on'),
  ATRIUM_STORE: store('./dist/store'),
  ATRIUM_S3_ENDPOINT: variable(
    'an address such as https://s3.example:9000',
    '',
    optional((text) => (/^https?:\/\/[^/?#]+/.test(text) ? text : undefined)),
  ),
  ATRIUM_REGISTRY_KEYS: variable(
    'public keys of the registry, with commas between (`pnpm release keys` prints them)',
    '',
    publicKeys,
  ),
  ATRIUM_BASE_PATH: variable('a path such as /mail/', '/', basePath),
  ATRIUM_TRUST_PROXY: variable(
    '"off", the number of proxies in front, or their addresses (10.0.0.0/8, loopback)',
    'off',
    proxies,
  ),
  ATRIUM_PUBLIC_ORIGIN: variable('an origin such as https://mail.example, with no path', '', optional(origin)),
  ATRIUM_DISABLE: variable('names of remotes, each with a reason if wanted: search,compose=under repair', '', disabled),
  ATRIUM_COHORTS: variable(
    'groups of addresses: staff=ada@mail.example,*@team.example;beta=bob@mail.example',
    '',
    cohorts,
  ),
  ATRIUM_OVERRIDES: variable(
    '"off", "local" (dev servers of this machine) or "any" (never in production)',
    'local',
    (text) => (['off', 'local', 'any'] as const).find((policy) => policy === text),
  ),
  ATRIUM_IMAGE_HOSTS: variable(
    'hosts of your own network, with commas between: intranet.example, pictures.example:8080',
    '',
    hosts,
  ),
  ATRIUM_JMAP_UPSTREAM: variable(
    'the http or https address of a JMAP server, without a password',
    '',
    optional(server),
  ),
  ATRIUM_AUTH_SERVER: variable(
    'the name a mail server signs Authentication-Results with, such as mx.example',
    '',
    (text) => (text === '' ? null : isDomain(text.toLowerCase()) ? text.toLowerCase() : undefined),
  ),
  ATRIUM_OIDC_ISSUER: variable(
    'the https address of a provider of OpenID Connect, such as https://login.example (http on this machine alone)',
    '',
    optional((text) => (/^(https:|http:\/\/(localhost|127\.|\[::1\]))/.test(text) && server(text) ? text : undefined)),
  ),
  ATRIUM_OIDC_CLIENT_ID: variable('the name of this site at the provider', '', (text) => text),
  ATRIUM_OIDC_CLIENT_SECRET: variable('the secret of this site at the provider', '', (text) => text),
  ATRIUM_OIDC_CLIENT_SECRET_FILE: variable('the path of a file that can be read, with the secret', '', secretFile),
  ATRIUM_OIDC_ADDRESS_CLAIM: variable('the name of a claim', 'email', (text) => text),
  ATRIUM_OIDC_NAME: variable('a name of the provider, of 60 characters at most', '', (text) =>
    text.length <= 60 ? text : undefined,
  ),
  ATRIUM_API_PROXY: variable('paths with the services behind them: /api/orders=http://orders:8080', '', apis),
  ATRIUM_SESSION_IDLE_HOURS: integer('', '168', { min: 1, max: 8760 }),
  ATRIUM_SESSION_MAX_DAYS: integer('', '30', { min: 1, max: 400 }),
  ATRIUM_RATE_SIGN_IN: integer(' (failed sign-ins before the next has to wait)', '5', { min: 1, max: 1000 }),
  ATRIUM_RATE_SIGN_UP: integer(' (new accounts an hour from one client)', '100', { min: 1, max: 100000 }),
  ATRIUM_QUOTA_MB: integer(' (what an account may store)', String(defaultQuota / megabyte), {
    min: 1,
    max: 100_000_000,
  }),
  ATRIUM_DISK_RESERVE_MB: integer(
    ' (what stays free of the disk; 0 turns it off)',
    String(defaultDiskReserve / megabyte),
    { min: 0, max: 100_000_000 },
  ),
  ATRIUM_LOG: variable('"silent", "error", "warn" or "info"', 'warn', (text) =>
    (['silent', 'error', 'warn', 'info'] as const).find((level) => level === text),
  ),
  ATRIUM_LOG_FORMAT: variable('"text" or "json"', 'text', (text) =>
    (['text', 'json'] as const).find((format) => format === text),
  ),
  ATRIUM_METRICS_TOKEN: variable(
    '16 characters or more, without spaces',
    '',
    optional((text) => (/^\S{16,}$/.test(text) ? text : undefined)),
  ),
})

/** Edits (insert, delete, replace) that turn one word into the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

/** The known name that a mistyped one most likely means, or undefined when none is near. */
function nearestName(typed: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, edits: distance(typed, name) })).sort((a, b) => a.edits - b.edits)
  const best = ranked[0]
  return best && best.edits <= Math.max(2, Math.floor(typed.length / 4)) ? best.name : undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

const hour = 3_600_000
const names = Object.keys(environmentSchema.entries)

/** Where a key comes from: the variable itself, a file, or a program that prints it. */
const keySources = ['', '_FILE', '_COMMAND']

/** What the tools beside the server read: to release, to build, to test. In one environment with it they are no typing errors. */
const toolVariables: ReadonlySet<string> = new Set([
  ...['ATRIUM_REGISTRY_KEY', 'ATRIUM_NEXT_REGISTRY_KEY', 'ATRIUM_TEAM_KEY'].flatMap((key) =>
    keySources.map((source) => `${key}${source}`),
  ),
  'ATRIUM_BROWSER',
  'ATRIUM_COMPOSITION',
  'ATRIUM_EVERY_PACKAGE',
  'ATRIUM_NGINX',
  'ATRIUM_RELEASED_BY',
  'ATRIUM_RELEASES_URL',
  'ATRIUM_REVISION',
  'ATRIUM_TEST_RESULTS',
  'ATRIUM_WHOLE_CORPUS',
])

const unknownVariables = (environment: Environment): string[] =>
  Object.keys(environment).filter(
    (name) => name.startsWith('ATRIUM_') && environment[name] && !names.includes(name) && !toolVariables.has(name),
  )

/** A name that is nearly one of ours is a typing error; any other may belong to a tool beside us. */
const misspelt = (environment: Environment): string[] =>
  unknownVariables(environment).flatMap((name) => {
    const meant = nearestName(name, names)
    return meant ? [`${name} is not a variable of Atrium; did you mean ${meant}`] : []
  })

function contradictions(output: v.InferOutput<typeof environmentSchema>): string[] {
  const found: string[] = []
  if (output.ATRIUM_SESSION_IDLE_HOURS > output.ATRIUM_SESSION_MAX_DAYS * 24)
    found.push('ATRIUM_SESSION_IDLE_HOURS is longer than ATRIUM_SESSION_MAX_DAYS; it takes the shorter time of the two')
  if (output.ATRIUM_PUBLIC_ORIGIN?.startsWith('https:') && output.ATRIUM_TRUST_PROXY === false && output.PORT === 443)
    found.push('PORT is 443, but Atrium speaks plain HTTP; it takes a port that a TLS proxy forwards to')
  found.push(...mailContradictions(output))
  const { ATRIUM_OIDC_ISSUER: issuer, ATRIUM_OIDC_CLIENT_ID: clientId } = output
  if ((issuer === null) !== (clientId === ''))
    found.push('ATRIUM_OIDC_ISSUER and ATRIUM_OIDC_CLIENT_ID are of no use without each other; set both or neither')
  if (issuer !== null && output.ATRIUM_JMAP_UPSTREAM !== null)
    found.push(
      'ATRIUM_OIDC_ISSUER cannot be used with ATRIUM_JMAP_UPSTREAM, whose server needs a password; set one of them',
    )
  return found
}

/** Passwords are part of it: they are not repeated. */
const secretVariables: ReadonlySet<string> = new Set([
  'ATRIUM_OIDC_CLIENT_SECRET',
  'ATRIUM_SMTP_OUT',
  'ATRIUM_METRICS_TOKEN',
])

function wrongValue(given: Environment, issue: v.BaseIssue<unknown>): string {
  const name = v.getDotPath(issue) ?? ''
  const value = secretVariables.has(name) ? 'not valid' : JSON.stringify(given[name])
  return `${name} is ${value}; it takes ${issue.message}`
}

const openIdSettings = (output: v.InferOutput<typeof environmentSchema>): OpenIdSettings | null => {
  const { ATRIUM_OIDC_ISSUER: issuer } = output
  if (issuer === null) return null
  return {
    issuer,
    clientId: output.ATRIUM_OIDC_CLIENT_ID,
    clientSecret: output.ATRIUM_OIDC_CLIENT_SECRET || output.ATRIUM_OIDC_CLIENT_SECRET_FILE || null,
    addressClaim: output.ATRIUM_OIDC_ADDRESS_CLAIM,
    name: output.ATRIUM_OIDC_NAME || new URL(issuer).hostname,
  }
}

/** Where the site is and what of it is off. */
const siteSettings = (output: v.InferOutput<typeof environmentSchema>) => ({
  basePath: output.ATRIUM_BASE_PATH,
  trustProxy: output.ATRIUM_TRUST_PROXY,
  publicOrigin: output.ATRIUM_PUBLIC_ORIGIN,
  disabled: output.ATRIUM_DISABLE,
})

const receives = (output: v.InferOutput<typeof environmentSchema>): boolean =>
  output.SMTP_PORT !== null && output.ATRIUM_JMAP_UPSTREAM === null

/**
 * Reads the configuration from environment variables. An empty variable counts as unset.
 *
 * @throws AtriumError `CONFIG_INVALID`, naming each wrong variable, what it got and what it takes.
 */
export function parseConfig(environment: Environment): Config {
  const given = Object.fromEntries(names.map((name) => [name, environment[name] || undefined]))
  const result = v.safeParse(environmentSchema, given)
  const wrong = (result.issues ?? []).map((issue) => wrongValue(given, issue))
  const problems = [...wrong, ...misspelt(environment), ...(result.success ? contradictions(result.output) : [])]
  if (!result.success || problems.length > 0)
    throw new AtriumError('CONFIG_INVALID', {
      subject: problems.join('. '),
      remedy: 'Correct it and start again; docs/configuration.md lists all variables.',
    })
  const { output } = result
  return {
    port: output.PORT,
    host: output.HOST,
    dataDir: output.DATA_DIR,
    smtpPort: output.SMTP_PORT,
    smtp: mailSettings(output),
    mailDomain: output.ATRIUM_MAIL_DOMAIN,
    demo: output.ATRIUM_DEMO,
    signUp: output.ATRIUM_SIGN_UP,
    store: output.ATRIUM_STORE,
    storeAccess: Object.fromEntries(bucketVariables.map((name) => [name, environment[name] || undefined])),
    registryKeys: output.ATRIUM_REGISTRY_KEYS,
    ...siteSettings(output),
    cohorts: output.ATRIUM_COHORTS,
    overridePolicy: output.ATRIUM_OVERRIDES,
    imageHosts: output.ATRIUM_IMAGE_HOSTS,
    jmapUpstream: output.ATRIUM_JMAP_UPSTREAM,
    // What our own server has found out is trusted, and it removes forged results.
    authServer: output.ATRIUM_AUTH_SERVER ?? (receives(output) ? mailSettings(output).name : null),
    openId: openIdSettings(output),
    apis: output.ATRIUM_API_PROXY,
    sessionIdle: output.ATRIUM_SESSION_IDLE_HOURS * hour,
    sessionMaximum: output.ATRIUM_SESSION_MAX_DAYS * 24 * hour,
    freeSignIns: output.ATRIUM_RATE_SIGN_IN,
    signUpsPerHour: output.ATRIUM_RATE_SIGN_UP,
    quota: output.ATRIUM_QUOTA_MB * megabyte,
    diskReserve: output.ATRIUM_DISK_RESERVE_MB * megabyte,
    log: output.ATRIUM_LOG,
    logFormat: output.ATRIUM_LOG_FORMAT,
    metricsToken: output.ATRIUM_METRICS_TOKEN,
    unknown: unknownVariables(environment),
  }
}

/** Groups of people by name: addresses, or `*@domain` for all of a domain. */
type Cohorts = ReadonlyMap<string, readonly string[]>

/** Groups that an address is in. Addresses are compared in lower case. */
export function cohortsOf(cohorts: Cohorts, address: string): Set<string> {
  const own = address.toLowerCase()
  const domain = `*${own.slice(own.lastIndexOf('@'))}`
  const isIn = (members: readonly string[]): boolean => members.includes(own) || members.includes(domain)
  return new Set([...cohorts].filter(([, members]) => isIn(members)).map(([name]) => name))
}
