import { defineProject } from '@atrium/cli/project'

// The host is another team's repository.
export default defineProject({ name: 'Dashboard', host: null, scope: '@dashboard' })
