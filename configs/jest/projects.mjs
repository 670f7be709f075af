import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

const shared = {
  rootDir: root,
  // Not among temporary files: `npm test` begins with none and leaves none.
  cacheDirectory: path.join(root, 'node_modules/.cache/jest'),
  transform: { '\\.m?[jt]sx?$': path.join(import.meta.dirname, 'transform.cjs') },
  // Packages that ship ES modules only have to be transformed as ours are.
  transformIgnorePatterns: [
    '/node_modules/(?!.*(@babel/parser|@babel.parser|p-limit|yocto-queue|@lingui|@noble|aws4fetch|@messageformat|idb|lucide-react|@tanstack|valibot|postal-mime|content-disposition|cookie|oidc-provider|openid-client|oauth4webapi|jose)/)',
  ],
  moduleNameMapper: { '\\.css$': path.join(import.meta.dirname, 'style.cjs') },
  extensionsToTreatAsEsm: [],
  modulePathIgnorePatterns: ['/dist/', '/.atrium/', '/tests/federation/previous/'],
  restoreMocks: true,
}

/** Packages are found by glob: a new remote is covered without an edit. */
export default {
  // Password hashes, workers and real sockets take their time on a busy machine; a hang is still found.
  testTimeout: 30_000,
  // By default one core is left free for interactive use; a test run uses all of them.
  maxWorkers: '100%',
  projects: [
    {
      ...shared,
      displayName: 'node',
      testEnvironment: 'node',
      testMatch: [
        '<rootDir>/{server,tools,shared/mail-contracts,platform/protocol,platform/trust,platform/store,platform/gateway,platform/cli,platform/create-atrium}/src/**/*.test.ts',
        '<rootDir>/configs/**/*.test.ts',
        '<rootDir>/tests/{contracts,repo}/**/*.test.ts',
      ],
    },
    {
      ...shared,
      displayName: 'browser',
      testEnvironment: 'jsdom',
      setupFiles: [path.join(import.meta.dirname, 'browser-globals.cjs')],
      testMatch: [
        '<rootDir>/{shell,remotes/*,platform/inspector,platform/remote,platform/host}/src/**/*.test.{ts,tsx}',
        '<rootDir>/shared/{jmap,mail,mail-html,mail-ui,ui}/src/**/*.test.{ts,tsx}',
        '<rootDir>/tests/security/**/*.test.ts',
      ],
    },
  ],
}
