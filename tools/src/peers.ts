// `pnpm peers`: mail exchanged with programs by other people, swaks and exim, over loopback ports. As root it installs
// them from Debian; `npm test` does the same with those that are there.
import { spawnSync } from 'node:child_process'
import { jestCommand, step } from './steps.ts'

if (process.getuid?.() === 0)
  for (const command of [
    ['update'],
    ['install', '-y', '--no-install-recommends', 'swaks', 'libnet-ssleay-perl', 'exim4-daemon-light'],
  ])
    spawnSync('apt-get', ['-qq', ...command], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
process.exitCode = await step('other mail servers', jestCommand('server/src/mail/smtp/real-peers.test.ts'), {
  env: { ATRIUM_PEERS: 'required' },
})
