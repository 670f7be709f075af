import { AtriumError } from '@atrium/protocol'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type Configuration,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client'
import { isLoopback } from '../requests.ts'

/** A provider of OpenID Connect, and what it knows this site as. */
export interface ProviderOptions {
  /** Address below which `.well-known/openid-configuration` is. `https:`; `http:` on this machine alone. */
  readonly issuer: string
  readonly clientId: string
  /** Default: a public client, which PKCE alone protects. */
  readonly clientSecret?: string
  /** Default: `openid profile email`. `offline_access` lets many providers give a refresh token. */
  readonly scope?: string
}

/** What a browser keeps between going to the provider and coming back. */
interface Attempt {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Whom the provider has identified. Tokens are secret: they never reach a page. */
export interface Identity {
  readonly issuer: string
  /** What the provider calls the person: never given to another one (OpenID Connect Core §2). */
  readonly subject: string
  /** Claims of the id token and of the userinfo endpoint. */
  readonly claims: Readonly<Record<string, unknown>>
  /** The session at the provider, which its notice of a sign-out names; null where it has none. */
  readonly providerSession: string | null
  readonly idToken: string | null
  readonly refreshToken: string | null
  /** Milliseconds since 1970, when to request it from the provider again; null when it does not say. */
  readonly validUntil: number | null
}

/** Whose sessions a provider has ended (OpenID Connect Back-Channel Logout 1.0 §2.4): of a person, or one of its own sessions. */
interface ProviderSignOut {
  readonly issuer: string
  readonly subject: string | null
  readonly providerSession: string | null
}

/** Seconds for one request to the provider. Beyond it: the provider counts as one that does not respond. */
const requestTimeout = 10

/** Milliseconds after which what the provider says of itself is read again. */
const discoveryInterval = 3_600_000

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const codeOf = (error: unknown): unknown => field(error, 'error')

export const signInFailed = (subject: string, remedy: string, cause?: unknown): AtriumError =>
  new AtriumError('SIGN_IN_FAILED', { subject, remedy, cause })

/** What to do about each refusal of a provider (RFC 6749 §4.1.2.1, §5.2). */
const refusals: Readonly<Record<string, readonly [string, string]>> = {
  access_denied: [
    'the sign-in service says that access was denied',
    'Try again and allow it, or ask your administrator for access.',
  ],
  invalid_client: [
    'the sign-in service does not accept this site',
    'The administrator has to check the client id and the client secret.',
  ],
  unauthorized_client: [
    'the sign-in service does not accept this site',
    'The administrator has to allow this client the authorization code flow.',
  ],
  invalid_grant: ['the sign-in took too long, or was used before', 'Sign in again.'],
  invalid_scope: [
    'the sign-in service does not know what this site requests',
    'The administrator has to check the scope.',
  ],
}

/** A failure of the library or the provider, in words for the person who signs in. */
function explain(error: unknown): AtriumError {
  if (error instanceof AtriumError) return error
  const code = codeOf(error)
  if (code === 'temporarily_unavailable' || code === 'server_error') return unreachable(error)
  if (typeof code === 'string') {
    const [subject, remedy] = refusals[code] ?? [
      `the sign-in service refuses (${code.replace(/[^\w.-]/g, '').slice(0, 60)})`,
      'Sign in again; if it repeats, contact your administrator.',
    ]
    return signInFailed(subject, remedy, error)
  }
  if (isUnreachable(error)) return unreachable(error)
  return signInFailed(
    'the response of the sign-in service is not valid',
    'Sign in again; if it repeats, contact your administrator.',
    error,
  )
}

const unreachable = (cause: unknown): AtriumError =>
  new AtriumError('SIGN_IN_UNREACHABLE', { subject: 'sign-in', remedy: 'Try again in a moment.', cause })

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** By shape, not by class: what `fetch` throws, and a response with a status above 499, is in the cause of the error. */
function isUnreachable(error: unknown): boolean {
  for (let each = error, depth = 0; each !== undefined && depth < 5; each = field(each, 'cause'), depth++) {
    const status = field(each, 'status')
    if (typeof status === 'number' && status >= 500) return true
    if (field(each, 'name') === 'TimeoutError' || field(each, 'message') === 'fetch failed') return true
  }
  return false
}

type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers

/** @throws Error CONFIG_INVALID when the issuer is no address that tokens can be sent to. */
function issuerUrl(issuer: string): URL {
  const url = URL.parse(issuer)
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) return url
  throw new AtriumError('CONFIG_INVALID', {
    subject: `the issuer of OpenID Connect is ${JSON.stringify(issuer)}`,
    remedy: 'Give an https address, such as https://login.example; http only on this machine.',
  })
}

interface Client {
  readonly server: URL
  readonly clientId: string
  readonly clientSecret: string | undefined
}

/** Reads what the provider says of itself. */
function createDiscovery({ server, clientId, clientSecret }: Client, now: () => number) {
  const execute = [enableNonRepudiationChecks, ...(server.protocol === 'http:' ? [allowInsecureRequests] : [])]
  let known: { readonly at: number; readonly configuration: Promise<Configuration> } | undefined
  return (): Promise<Configuration> => {
    if (known && now() - known.at < discoveryInterval) return known.configuration
    const read = discovery(server, clientId, clientSecret, undefined, { execute, timeout: requestTimeout })
    const before = known
    known = { at: now(), configuration: read }
    // One that fails is tried again at the next sign-in; what was known before is used until then.
    read.catch(() => (known = before))
    return read.catch((error: unknown) => {
      if (before) return before.configuration
      throw error
    })
  }
}

async function identityOf(
  site: Configuration,
  tokens: Tokens,
  { now, subject }: { readonly now: () => number; readonly subject?: string },
): Promise<Identity> {
  const own = tokens.claims()
  const sub = own?.sub ?? subject
  if (sub === undefined)
    throw signInFailed('the sign-in service did not say who you are', 'Contact your administrator.')
  const more = site.serverMetadata().userinfo_endpoint ? await fetchUserInfo(site, tokens.access_token, sub) : {}
  const lifetime = tokens.expiresIn()
  return {
    issuer: site.serverMetadata().issuer,
    subject: sub,
    claims: { ...more, ...own },
    providerSession: text(own?.['sid']),
    idToken: tokens.id_token ?? null,
    refreshToken: tokens.refresh_token ?? null,
    validUntil: lifetime === undefined ? null : now() + lifetime * 1000,
  }
}

const explained = <Result>(work: () => Promise<Result>): Promise<Result> =>
  work().catch((error: unknown) => {
    throw explain(error)
  })

/**
 * Reads a provider's notice that it has ended sessions, and checks who wrote it.
 *
 * @throws AtriumError REQUEST_INVALID or SIGN_IN_UNREACHABLE
 */
function createSignOutReader(configuration: () => Promise<Configuration>, clientId: string) {
  const keys = new Map<string, ReturnType<typeof createRemoteJWKSet>>()
  const keysAt = (address: string) => {
    const set = keys.get(address) ?? createRemoteJWKSet(new URL(address), { timeoutDuration: requestTimeout * 1000 })
    keys.set(address, set)
    return set
  }
  return async (logoutToken: string): Promise<ProviderSignOut> => {
    const metadata = (await explained(configuration)).serverMetadata()
    try {
      const { payload } = await jwtVerify(logoutToken, keysAt(metadata.jwks_uri ?? ''), {
        issuer: metadata.issuer,
        audience: clientId,
        requiredClaims: ['iat', 'jti', 'events'],
        maxTokenAge: maxNoticeAge,
        clockTolerance: 30,
      })
      const { events, sub, sid, nonce } = payload
      const isSignOut = typeof events === 'object' && events !== null && signOutEvent in events
      if (!isSignOut || nonce !== undefined || (text(sub) === null && text(sid) === null))
        throw new Error('It is not a logout token')
      return { issuer: metadata.issuer, subject: text(sub), providerSession: text(sid) }
    } catch (cause) {
      throw new AtriumError('REQUEST_INVALID', {
        subject: 'logout_token',
        remedy: 'Send a logout token of the provider (OpenID Connect Back-Channel Logout 1.0 §2.4).',
        cause,
      })
    }
  }
}

/**
 * The requests to a provider: authorization code with PKCE, state and nonce; the id token's signature is verified
 * against the provider's keys. What the provider says of itself is read at first use, so that a site starts without it.
 *
 * @throws AtriumError CONFIG_INVALID for an issuer that is no https address.
 */
export function createProvider({ issuer, clientId, clientSecret, scope }: ProviderOptions, now = Date.now) {
  const server = issuerUrl(issuer)
  const configuration = createDiscovery({ server, clientId, clientSecret }, now)
  return {
    /**
     * @param redirectUri - Where the provider sends the browser back to; registered there.
     * @returns The address at the provider, and what the browser has to keep.
     * @throws AtriumError SIGN_IN_UNREACHABLE or SIGN_IN_FAILED
     */
    begin: (redirectUri: string): Promise<{ readonly address: string; readonly attempt: Attempt }> =>
      explained(async () => {
        const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
        const address = buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: scope ?? 'openid profile email',
          state: attempt.state,
          nonce: attempt.nonce,
          code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
          code_challenge_method: 'S256',
        })
        return { address: address.href, attempt }
      }),
    /**
     * @param returned - The address that the browser came back to, as it sees it.
     * @throws AtriumError SIGN_IN_UNREACHABLE or SIGN_IN_FAILED
     */
    finish: (returned: URL, { state, nonce, verifier }: Attempt): Promise<Identity> =>
      explained(async () => {
        const site = await configuration()
        const tokens = await authorizationCodeGrant(site, returned, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        return identityOf(site, tokens, { now })
      }),
    /**
     * Whom the provider identifies now. `undefined`: the provider has ended it.
     *
     * @throws AtriumError SIGN_IN_UNREACHABLE or SIGN_IN_FAILED
     */
    renew: (former: Identity, refreshToken: string): Promise<Identity | undefined> =>
      explained(async () => {
        const site = await configuration()
        try {
          const renewed = await identityOf(site, await refreshTokenGrant(site, refreshToken), {
            now,
            subject: former.subject,
          })
          if (renewed.subject !== former.subject) return undefined
          return {
            ...renewed,
            claims: { ...former.claims, ...renewed.claims },
            providerSession: renewed.providerSession ?? former.providerSession,
            idToken: renewed.idToken ?? former.idToken,
            refreshToken: renewed.refreshToken ?? refreshToken,
          }
        } catch (error) {
          if (codeOf(error) === 'invalid_grant') return undefined
          throw error
        }
      }),
    /**
     * Where a browser signs out at the provider too (OpenID Connect RP-Initiated Logout 1.0). Null when the provider has
     * no such place, or does not respond.
     */
    async signOutAddress(returnTo: string, idToken: string | null): Promise<string | null> {
      try {
        const site = await configuration()
        if (!site.serverMetadata().end_session_endpoint) return null
        return buildEndSessionUrl(site, {
          post_logout_redirect_uri: returnTo,
          ...(idToken === null ? {} : { id_token_hint: idToken }),
        }).href
      } catch {
        return null
      }
    },
    readSignOut: createSignOutReader(configuration, clientId),
  }
}

export type Provider = ReturnType<typeof createProvider>

const signOutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** Oldest notice of a sign-out that is accepted, so that a copied one is worth nothing later. */
const maxNoticeAge = '5 minutes'
