import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Where distributions put it, beside the search path: it is a program for administrators. */
const places = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx']

const found = (): string | undefined => [process.env['ATRIUM_NGINX'] ?? '', ...places].find(existsSync)

const install = (...packages: string[]): boolean =>
  process.getuid?.() === 0 &&
  ['update', `install -y ${packages.join(' ')}`].every(
    (command) => spawnSync('apt-get', ['-qq', ...command.split(' ')], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0,
  )

/**
 * An nginx to test with: the configured one (`ATRIUM_NGINX`), the system's, else one that is installed now.
 *
 * @throws Error saying what to install when there is none and none could be had.
 */
export function findNginx(): string {
  const nginx = found() ?? (install('nginx-light') ? found() : undefined)
  if (nginx !== undefined) return nginx
  throw new Error('No nginx found and none could be installed. Install one, or set ATRIUM_NGINX to its path.')
}
