/** Addresses of the gateway, below the page's own origin and base path. */
export const paths = {
  session: '/api/session',
  /** DELETE signs out on every device. */
  sessions: '/api/sessions',
  accounts: '/api/accounts',
  /** PUT takes another password and signs out every other browser. */
  password: '/api/password',
  preferences: '/api/preferences',
  jmapSession: '/jmap/session',
  jmapApi: '/jmap/api',
  /** Head and directory of the registry, never cached. */
  registry: '/registry',
  /** `/releases/<remote or shell>/<version>/<file>`, immutable. */
  releases: '/releases',
  /** The empty document that mail is drawn in; it has a policy of its own. */
  mailFrame: '/mail-frame',
  reports: '/api/reports',
  /** `?url=`: a remote picture of a mail, fetched by the gateway. */
  image: '/api/image',
} as const

export const csrfHeader = 'x-atrium-csrf'
