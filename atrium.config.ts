import { defineProject } from '@atrium/cli/project'

export default defineProject({
  name: 'Atrium',
  host: 'shell',
  remotes: 'registry.json',
  sources: ['platform', 'shared', 'configs', 'tsconfig.base.json', 'atrium.config.ts'],
  reserved: ['sign-in', 'sign-up', 'jmap', 'mail-frame'],
  server: ['node', 'server/src/main.ts'],
  developmentServer: 'tools/src/development-server.ts',
  template: 'configs/templates/remote',
  shared: {
    eager: ['react', 'react/jsx-runtime', 'react-dom', 'zustand', '@atrium/remote', '@atrium/mail', '@atrium/ui'],
    // Sanitizing is needed once a message is open, not for the list.
    lazy: ['@atrium/mail-html'],
  },
})
