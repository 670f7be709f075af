import { defineProject } from '@atrium/cli/project'

export default defineProject({
  name: 'Dashboard',
  host: '.',
  scope: '@dashboard',
  reserved: ['sign-in', 'sign-out', 'api'],
  server: ['node', 'server.ts'],
  developmentServer: 'server.ts',
})
