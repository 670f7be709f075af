/** Addresses of the mail server's own routes, below the page's origin and base path. */
export const mailPaths = {
  /** POST signs in, GET reads the session, DELETE signs out. */
  session: '/api/session',
  /** GET lists the devices that are signed in, DELETE signs out on every one; with an id behind it, DELETE signs out one. */
  sessions: '/api/sessions',
  /** GET lists the passwords of programs, POST makes one; with an id behind it, DELETE revokes one. */
  appPasswords: '/api/app-passwords',
  /** POST signs up. */
  accounts: '/api/accounts',
  /** PUT changes the password and signs out every other browser. */
  password: '/api/password',
  /** Opened as a page: to the provider of OpenID Connect and back, to the path in `?to=`. */
  openId: '/api/openid/start',
  preferences: '/api/preferences',
  jmapSession: '/jmap/session',
  jmapApi: '/jmap/api',
  /** The empty document that mail is rendered in; it has a policy of its own. */
  mailFrame: '/mail-frame',
  /** `?url=`: a remote picture of a mail, loaded by the server. */
  image: '/api/image',
} as const

/** Added to the address of a download that is to be shown: `&preview=1`. */
export const previewFlag = 'preview'

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])
const texts = new Set(['text/plain', 'text/csv', 'text/markdown', 'text/x-patch', 'text/x-log', 'application/json'])

/**
 * As what a file of a mail may be shown, or null for one that can only be downloaded. Pictures as
 * they are; text as nothing but text, whatever it calls itself. SVG, HTML and PDF are programs.
 */
export function previewTypeOf(type: string): string | null {
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (pictures.has(plain)) return plain
  return texts.has(plain) ? 'text/plain' : null
}
