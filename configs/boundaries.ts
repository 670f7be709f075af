/** A room of the house and what its code may import. Patterns, so that a new remote is covered without an edit. */
export interface Room {
  readonly name: string
  /** Folder of the room, as a glob below the root. */
  readonly folder: string
  /** Packages it may import, by exact name or with a `*` at the end. Its own relative files are always allowed. */
  readonly may: readonly string[]
  /** The reason, shown where the rule is broken. */
  readonly because: string
}

const react = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client']

/** What a remote builds on. */
const platform = [
  '@atrium/protocol', '@atrium/protocol/*',
  '@atrium/mail-contracts',
  '@atrium/mail',
  '@atrium/mail-html',
  '@atrium/mail-ui',
  '@atrium/telemetry',
  '@atrium/ui',
  '@atrium/remote',
]

/** Who may import whom. Read by the linter and by tests/repo; a type import obeys the same table. */
export const rooms: readonly Room[] = [
  {
    name: 'protocol',
    folder: 'platform/protocol',
    may: ['valibot'],
    because: 'the protocol is shapes that both ends read: it knows neither end',
  },
  {
    name: 'mail-contracts',
    folder: 'shared/mail-contracts',
    may: ['@atrium/protocol', '@atrium/protocol/*', '@atrium/protocol/*', 'valibot'],
    because: 'contracts are shapes: they do not know who uses them',
  },
  {
    name: 'ui',
    folder: 'shared/ui',
    may: [...react, 'lucide-react', 'lucide-react/*', '@tanstack/react-virtual'],
    because: 'the design system knows nothing of mail',
  },
  {
    name: 'mail-html',
    folder: 'shared/mail-html',
    may: ['@atrium/mail-contracts', '@atrium/protocol', '@atrium/protocol/*', 'dompurify'],
    because: 'the one place that touches untrusted HTML stays small',
  },
  {
    name: 'mail',
    folder: 'shared/mail',
    may: ['@atrium/mail-contracts', '@atrium/protocol', '@atrium/protocol/*', ...react, '@tanstack/react-query', '@tanstack/query-core', 'idb', 'valibot'],
    because: 'the data layer draws nothing',
  },
  {
    name: 'mail-ui',
    folder: 'shared/mail-ui',
    may: ['@atrium/mail', '@atrium/mail-contracts', '@atrium/remote', '@atrium/ui', ...react],
    because: 'what two remotes show of mail knows neither of them, and never untrusted HTML',
  },
  {
    name: 'trust',
    folder: 'platform/trust',
    may: ['@atrium/protocol', '@atrium/protocol/*', 'valibot', '@noble/ed25519', '@noble/hashes/*'],
    because: 'the one verifier, for the page and for the gateway, stays small enough to be read whole',
  },
  {
    name: 'store',
    folder: 'platform/store',
    may: ['@atrium/protocol', '@atrium/protocol/*', 'aws4fetch', 'node:*', 'valibot'],
    because: 'a store knows where things lie and what shape they have, and decides nothing by them',
  },
  {
    name: 'remote',
    folder: 'platform/remote',
    may: ['@atrium/protocol', '@atrium/protocol/*', ...react, 'valibot', 'zustand', 'zustand/vanilla', '@lingui/core', '@lingui/message-utils/*'],
    because: 'what a remote imports knows no host',
  },
  {
    name: 'telemetry',
    folder: 'shared/telemetry',
    may: ['@atrium/protocol', '@atrium/protocol/*', 'web-vitals'],
    because: 'telemetry observes; it takes part in nothing',
  },
  {
    name: 'remotes',
    folder: 'remotes/*',
    may: [...platform, ...react, 'zustand', '@atrium/configs'],
    because: 'a remote reaches another one by load() from @atrium/remote, and never a source of another room',
  },
  {
    name: 'inspector',
    folder: 'platform/inspector',
    may: ['@atrium/protocol', '@atrium/protocol/*', '@atrium/remote', ...react, '@atrium/configs'],
    because: 'the inspector is a remote that any host can register, so it brings its own controls and knows no product',
  },
  {
    name: 'shell',
    folder: 'shell',
    may: [...platform, '@atrium/trust', ...react, 'zustand', 'valibot', '@module-federation/*', '@atrium/configs'],
    because: 'the host knows remotes by federated name only',
  },
  {
    name: 'server',
    folder: 'server',
    may: [
      '@atrium/mail-contracts',
      '@atrium/protocol', '@atrium/protocol/*',
      '@atrium/configs/security',
      '@atrium/store',
      '@atrium/store/testing',
      '@atrium/trust',
      'node:*',
      'fastify',
      'fastify-plugin',
      '@fastify/*',
      'cli-progress',
      'iconv-lite',
      'postal-mime',
      'valibot',
    ],
    because: 'the server runs nothing that is for the browser',
  },
  {
    name: 'configs',
    folder: 'configs',
    may: ['@atrium/mail-contracts', '@atrium/protocol', '@atrium/protocol/*', 'node:*', 'valibot', 'webpack', '*-webpack-plugin', '*-loader', '@module-federation/*', 'mini-css-extract-plugin', '@pmmmwh/*', 'oxlint', '@playwright/test'],
    because: 'configs say how to build; they import no room that is built',
  },
  {
    name: 'tools',
    folder: 'tools',
    may: ['@atrium/configs', '@atrium/configs/security', '@atrium/mail-contracts', '@atrium/protocol', '@atrium/protocol/*', '@atrium/server', '@atrium/store', '@atrium/store/testing', '@atrium/trust', '@jridgewell/trace-mapping', 'node:*', 'valibot', 'webpack', 'webpack-*', '@playwright/test'],
    because: 'tools use public entries',
  },
  {
    name: 'tests',
    folder: 'tests',
    may: ['@atrium/*', ...react, 'node:*', 'valibot', 'webpack', '@playwright/test', '@babel/parser', '@module-federation/*', 'csp_evaluator', 'csp_evaluator/*'],
    because: 'tests across rooms use public entries',
  },
]

/** Every room's unit tests may use these as well. */
export const testLibraries = ['@jest/globals', '@testing-library/*', 'node:*']

const matches = (pattern: string, specifier: string): boolean => {
  const [head = '', tail = ''] = pattern.split('*')
  return pattern.includes('*')
    ? specifier.startsWith(head) && specifier.endsWith(tail) && specifier.length > head.length + tail.length
    : specifier === pattern
}

/** Whether a room may import a package. */
export const mayImport = (room: Room, specifier: string, isTest: boolean): boolean =>
  [...room.may, ...(isTest ? testLibraries : [])].some((pattern) => matches(pattern, specifier))
