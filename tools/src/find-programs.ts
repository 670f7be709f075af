import { chromium } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable']

const systemBrowser = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => systemNames.map((name) => path.join(folder, name)))
    .find(existsSync)

const run = (program: string, ...rest: string[]): boolean =>
  spawnSync(program, rest, {
    stdio: ['ignore', 'inherit', 'inherit'],
    cwd: path.resolve(import.meta.dirname, '../../tests'),
  }).status === 0

const isRoot = (): boolean => process.getuid?.() === 0

const isExecutable = (file: string | undefined): file is string => file !== undefined && existsSync(file)

function installed(): string | undefined {
  const own = chromium.executablePath()
  return isExecutable(own) ? own : systemBrowser()
}

/**
 * A Chromium to test with: the configured one (`ATRIUM_BROWSER`), Playwright's, the system's,
 * else one that is installed now.
 *
 * @throws Error saying what to install when there is none and none could be installed.
 */
export function findBrowser(): string {
  const configured = process.env['ATRIUM_BROWSER']
  if (configured !== undefined && !existsSync(configured)) {
    throw new Error(`ATRIUM_BROWSER is ${configured}, which does not exist`)
  }
  const found = configured ?? installed()
  if (found) return found
  process.stderr.write('atrium: no browser found, installing one\n')
  const had = run('playwright', 'install', 'chromium') && installed()
  if (had) return had
  if (isRoot() && run('apt-get', 'update', '-qq') && run('apt-get', 'install', '-y', '-qq', 'chromium')) {
    const packaged = systemBrowser()
    if (packaged) return packaged
  }
  throw new Error('No Chromium found and none could be installed. Install one, or set ATRIUM_BROWSER to its path.')
}

/** Where distributions install it, outside of the search path: it is a program for administrators. */
const places = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx']

const found = (): string | undefined => [process.env['ATRIUM_NGINX'] ?? '', ...places].find(existsSync)

const install = (...packages: string[]): boolean =>
  process.getuid?.() === 0 &&
  ['update', `install -y ${packages.join(' ')}`].every(
    (command) =>
      spawnSync('apt-get', ['-qq', ...command.split(' ')], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0,
  )

/**
 * An nginx to test with: the configured one (`ATRIUM_NGINX`), the system's, else one that is installed now.
 *
 * @throws Error saying what to install when there is none and none could be installed.
 */
export function findNginx(): string {
  const nginx = found() ?? (install('nginx-light') ? found() : undefined)
  if (nginx !== undefined) return nginx
  throw new Error('No nginx found and none could be installed. Install one, or set ATRIUM_NGINX to its path.')
}
