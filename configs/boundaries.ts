/** A package, or a group of packages, and what its code may import. Patterns, so that a new remote is covered without an edit. */
export interface Package {
  readonly name: string
  /** Its folder, as a glob below the root. */
  readonly folder: string
  /** Packages it may import, by exact name or with a `*` at the end. Its own relative files are always allowed. */
  readonly may: readonly string[]
  /** What its tests may import as well. Default: only `testLibraries`. */
  readonly testsMay?: readonly string[]
  /** The reason, shown where the rule is broken. */
  readonly because: string
}

const react = ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client']

/** What a remote builds on. */
const platform = [
  '@atrium/protocol',
  '@atrium/protocol/*',
  '@atrium/jmap/types',
  '@atrium/mail-contracts',
  '@atrium/mail',
  '@atrium/mail-html',
  '@atrium/mail-ui',
  '@atrium/ui',
  '@atrium/remote',
]

/**
 * Which package may import which. Read by the linter and by tests/repo; a type import obeys the same table. The last
 * that matches a file counts.
 */
export const packages: readonly Package[] = [
  {
    name: 'protocol',
    folder: 'platform/protocol',
    may: ['valibot'],
    because: 'the protocol is shapes that both ends read: it depends on neither',
  },
  {
    name: 'jmap',
    folder: 'shared/jmap',
    may: ['@atrium/protocol', '@atrium/protocol/*', 'valibot'],
    because: 'the JMAP client knows no data type and no framework',
  },
  {
    name: 'mail-contracts',
    folder: 'shared/mail-contracts',
    may: ['@atrium/jmap/types', '@atrium/protocol', '@atrium/protocol/*', 'valibot'],
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
    may: [
      '@atrium/jmap',
      '@atrium/jmap/testing',
      '@atrium/jmap/types',
      '@atrium/mail-contracts',
      '@atrium/protocol',
      '@atrium/protocol/*',
      ...react,
      '@tanstack/react-query',
      '@tanstack/query-core',
      'valibot',
    ],
    because: 'the data layer renders nothing',
  },
  {
    name: 'mail-ui',
    folder: 'shared/mail-ui',
    may: ['@atrium/mail', '@atrium/mail-contracts', '@atrium/remote', '@atrium/remote/*', '@atrium/ui', ...react],
    testsMay: ['@atrium/mail/testing'],
    because: 'what two remotes show of mail knows neither of them, and never untrusted HTML',
  },
  {
    name: 'trust',
    folder: 'platform/trust',
    may: ['@atrium/protocol', '@noble/ed25519', '@noble/hashes/*'],
    because: 'the one verifier, for the page and for the gateway, stays small enough to be audited',
  },
  {
    name: 'store',
    folder: 'platform/store',
    may: ['@atrium/protocol', '@atrium/protocol/*', 'aws4fetch', 'node:*', 'valibot'],
    because: 'a store knows where things are and what shape they have, and decides nothing by them',
  },
  {
    name: 'gateway',
    folder: 'platform/gateway',
    may: [
      '@atrium/protocol',
      '@atrium/protocol/*',
      '@atrium/store',
      '@atrium/store/testing',
      '@atrium/trust',
      'fastify',
      'fastify-plugin',
      '@fastify/*',
      'node:*',
      'jose',
      // of `@atrium/gateway/testing/openid` alone
      'oidc-provider',
      'openid-client',
      'valibot',
    ],
    testsMay: ['pg'],
    because: 'the gateway serves any product: it knows no mail and no accounts',
  },
  {
    name: 'remote',
    folder: 'platform/remote',
    may: [
      '@atrium/protocol',
      '@atrium/protocol/register',
      'react',
      'valibot',
      'zustand',
      'zustand/vanilla',
      '@lingui/core',
      '@lingui/message-utils/*',
    ],
    because: 'what a remote imports depends on no host',
  },
  {
    name: 'host',
    folder: 'platform/host',
    may: [
      '@atrium/protocol',
      '@atrium/protocol/*',
      '@atrium/trust',
      '@atrium/remote',
      '@atrium/remote/host',
      ...react,
      'zustand',
      'valibot',
      'web-vitals',
      '@module-federation/*',
    ],
    because: 'the host knows no product: what a product decides is an option',
  },
  {
    name: 'remotes',
    folder: 'remotes/*',
    may: [...platform, ...react, 'zustand', '@atrium/configs'],
    testsMay: ['@atrium/mail/testing', '@atrium/mail-ui/testing'],
    because: 'a remote reaches another one by load() from @atrium/remote, and never a source file of another package',
  },
  {
    name: 'compose',
    folder: 'remotes/compose',
    may: [...platform, ...react, 'zustand', 'lucide-react/*', 'prosemirror-*', '@atrium/configs'],
    testsMay: ['@atrium/mail/testing', '@atrium/mail-ui/testing'],
    because: 'a remote reaches another one by load() from @atrium/remote; this one alone brings an editor',
  },
  {
    name: 'inbox',
    folder: 'remotes/inbox',
    may: [...platform, ...react, 'zustand', 'fflate', '@atrium/configs'],
    testsMay: ['@atrium/mail/testing', '@atrium/mail-ui/testing'],
    because: 'a remote reaches another one by load() from @atrium/remote; this one alone packs archives',
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
    may: [
      ...platform,
      '@atrium/remote/host',
      '@atrium/host',
      '@atrium/host/watch-second-react',
      ...react,
      'zustand',
      'valibot',
      '@atrium/configs',
    ],
    because: 'the shell is a product on the host, and knows remotes by federated name only',
  },
  {
    name: 'server',
    folder: 'server',
    may: [
      '@atrium/jmap/types',
      '@atrium/mail-contracts',
      '@atrium/protocol',
      '@atrium/protocol/*',
      '@atrium/gateway',
      '@atrium/gateway/openid',
      '@atrium/gateway/policies',
      '@atrium/gateway/testing',
      '@atrium/gateway/testing/openid',
      '@atrium/store',
      '@atrium/store/testing',
      '@atrium/trust',
      'node:*',
      'node:*/promises',
      'fastify',
      'cli-progress',
      'entities',
      'iconv-lite',
      'mailauth',
      'nodemailer/lib/*',
      'selfsigned',
      'p-limit',
      'prom-client',
      'smtp-server',
      'valibot',
    ],
    because: 'the server runs nothing that is for the browser',
  },
  {
    name: 'configs',
    folder: 'configs',
    may: [
      '@atrium/cli/project',
      '@atrium/protocol',
      '@atrium/protocol/*',
      '@atrium/store',
      'node:*',
      'valibot',
      'webpack',
      '*-webpack-plugin',
      '*-loader',
      '@module-federation/*',
      'mini-css-extract-plugin',
      '@pmmmwh/*',
      'oxlint',
      '@playwright/test',
      '@babel/core',
      '@lingui/message-utils/*',
    ],
    because: 'configs say how to build; they import no package that is built',
  },
  {
    name: 'create-atrium',
    folder: 'platform/create-atrium',
    may: ['node:*'],
    because: 'it runs before anything is installed',
  },
  {
    name: 'cli',
    folder: 'platform/cli',
    may: [
      'create-atrium',
      '@atrium/protocol',
      '@atrium/protocol/*',
      '@atrium/store',
      '@atrium/store/testing',
      '@atrium/trust',
      '@jridgewell/trace-mapping',
      'node:*',
      'p-limit',
      'valibot',
      'webpack',
      'webpack-*',
      '@playwright/test',
    ],
    because: 'the command line works for any product: what this one decides is in atrium.config.ts',
  },
  {
    name: 'examples',
    folder: 'examples/*/*',
    may: [
      '@atrium/cli',
      '@atrium/cli/project',
      '@atrium/configs',
      '@atrium/gateway',
      '@atrium/host',
      '@atrium/host/*',
      '@atrium/protocol',
      '@atrium/protocol/*',
      '@atrium/remote',
      '@atrium/remote/host',
      'fastify',
      'node:*',
      ...react,
    ],
    because: 'an example is a repository of its own, which has nothing but published packages',
  },
  {
    name: 'tools',
    folder: 'tools',
    may: [
      '@atrium/cli',
      '@atrium/cli/*',
      '@atrium/configs/*',
      '@atrium/protocol',
      '@atrium/protocol/*',
      '@atrium/server',
      '@atrium/server/mail/bench',
      '@atrium/store',
      '@babel/parser',
      'node:*',
      '@playwright/test',
      '@stryker-mutator/*',
    ],
    because: "tools are this repository's own commands, on public entries",
  },
  {
    name: 'tests',
    folder: 'tests',
    may: [
      '@atrium/*',
      ...react,
      'node:*',
      'valibot',
      'webpack',
      '@axe-core/playwright',
      '@playwright/test',
      '@babel/parser',
      '@module-federation/*',
      'csp_evaluator',
      'csp_evaluator/*',
      // Remotes of other teams, as fixtures.
      '@rspack/core',
      'lit',
      'svelte',
      'svelte/*',
      'vue',
    ],
    because: 'tests across packages use public entries',
  },
]

/** Unit tests of every package may use these as well. */
export const testLibraries = [
  '@atrium/cli/testing',
  '@atrium/remote/host',
  '@atrium/remote/testing',
  '@jest/globals',
  '@playwright/test',
  'fast-check',
  '@testing-library/*',
  'node:*',
]

const matches = (pattern: string, specifier: string): boolean => {
  const [head = '', tail = ''] = pattern.split('*')
  return pattern.includes('*')
    ? specifier.startsWith(head) && specifier.endsWith(tail) && specifier.length > head.length + tail.length
    : specifier === pattern
}

/** Whether a package may import another one. */
export const mayImport = (from: Package, specifier: string, isTest: boolean): boolean =>
  [...from.may, ...(isTest ? [...testLibraries, ...(from.testsMay ?? [])] : [])].some((pattern) =>
    matches(pattern, specifier),
  )
