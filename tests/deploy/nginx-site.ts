import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { findNginx } from '@atrium/tools'
import { removeData, startServerProcess } from '../e2e/server-process.ts'

const exporter = path.resolve(import.meta.dirname, '../../tools/src/export.ts')

export interface NginxSite {
  /** Where nginx is, with the base path. */
  readonly address: string
  readonly folder: string
  /** What went wrong while exporting. */
  readonly warnings: string
  readonly close: () => Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A worker must be who owns the test's folder. */
const user = process.getuid?.() === 0 ? 'user root;\n' : ''

const mainConfig = (folder: string): string => `${user}daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${folder}/site/nginx.conf;
}
`

async function responses(address: string): Promise<void> {
  for (;;) {
    const response = await fetch(address).catch(() => undefined)
    if (response) return
  }
}

/** The exported site behind a real nginx, below a sub-path; sessions and mail come from a real server. */
export async function startNginxSite(basePath: string): Promise<NginxSite> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-nginx-'))
  const environment = { ATRIUM_BASE_PATH: basePath, ATRIUM_TRUST_PROXY: 'loopback' }
  const server = await startServerProcess(environment)
  const listen = `127.0.0.1:${await freePort()}`
  const site = path.join(folder, 'site')
  mkdirSync(site)
  const exported = spawnSync(process.execPath, [exporter, site, '--listen', listen, '--server', server.origin], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  })
  if (exported.status !== 0) throw new Error(exported.stderr)
  writeFileSync(path.join(folder, 'nginx.conf'), mainConfig(folder))
  const nginx = spawn(findNginx(), ['-c', path.join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>((resolve) => nginx.once('exit', () => resolve()))
  const address = `http://${listen}${basePath}`
  await Promise.race([
    responses(address),
    ended.then(() => Promise.reject(new Error('nginx did not start, see above'))),
  ])
  return {
    address,
    folder: site,
    warnings: exported.stderr,
    close: async () => {
      nginx.kill('SIGTERM')
      await ended
      await server.stop()
      removeData(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
