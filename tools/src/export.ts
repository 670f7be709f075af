// `pnpm export FOLDER`: the stable site as files, with a configuration for nginx. Reads the server's own variables.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { exportSite, parseConfig } from '@atrium/server'
import { trustedKeys, withoutKeys } from '@atrium/cli'

const usage = `pnpm export FOLDER [options]
  --listen HOST:PORT   where nginx listens. Default: 8080
  --server URL         the Atrium server that answers for sessions and mail. Default: http://127.0.0.1:3000
  --certificate FILE   nginx speaks TLS and HTTP/2 with this certificate; needs --certificate-key
  --certificate-key FILE
  --https              browsers reach nginx through TLS
  --brotli             nginx has the module brotli_static
Store, base path and mail domain are taken from the server's variables; see docs/configuration.md.
`

function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      listen: { type: 'string', default: '8080' },
      server: { type: 'string', default: 'http://127.0.0.1:3000' },
      certificate: { type: 'string' },
      'certificate-key': { type: 'string' },
      https: { type: 'boolean', default: false },
      brotli: { type: 'boolean', default: false },
    },
  })
  const [folder, ...others] = positionals
  if (folder === undefined || others.length > 0) throw new Error('Specify one folder to write to')
  if (!URL.canParse(values.server)) throw new Error(`--server is ${values.server}, which is no address`)
  const { certificate: file, 'certificate-key': key, https, ...rest } = values
  if ((file === undefined) !== (key === undefined)) throw new Error('--certificate and --certificate-key go together')
  const certificate = file && key ? { file: path.resolve(file), key: path.resolve(key) } : undefined
  return { ...rest, certificate, https: https || certificate !== undefined, folder: path.resolve(folder) }
}

try {
  const { server, ...options } = read()
  const config = parseConfig({ ATRIUM_REGISTRY_KEYS: trustedKeys().join(','), ...withoutKeys(process.env) })
  const warn = (line: string): void => void process.stderr.write(`atrium: ${line}\n`)
  const { pages, releases } = await exportSite({ ...options, server: new URL(server).origin, config, warn })
  process.stdout.write(`${options.folder}: ${pages.length} pages, ${releases} releases\n`)
  process.stdout.write(`nginx: include ${path.join(options.folder, 'nginx.conf')};\n`)
} catch (error) {
  process.stderr.write(`atrium: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 1
}
