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
