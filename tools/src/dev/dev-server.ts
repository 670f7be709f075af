import path from 'node:path'
import { developmentVersion, devPort } from '@atrium/protocol'
import webpack, { type Configuration } from 'webpack'
import WebpackDevServer from 'webpack-dev-server'
import { folderOf } from '../workspace.ts'
import { devShellFolder } from './dev-store.ts'

const publicPath = `/dev/${developmentVersion}/`

/** One of its own: what is kept of modules that take updates does not fit a build whose modules take none. */
const servedCache = (cache: Configuration['cache']): NonNullable<Configuration['cache']> =>
  typeof cache === 'object' && cache.type === 'filesystem' ? { ...cache, name: `${cache.name}-served` } : false

/** The shell is served by the gateway, from the dev store; a remote by its own dev server, from memory. */
function placed(config: Configuration, name: string): Configuration {
  const output =
    name === 'shell'
      ? { ...config.output, path: devShellFolder }
      : { ...config.output, publicPath: `http://localhost:${devPort(name)}${publicPath}` }
  return { ...config, output, cache: servedCache(config.cache) }
}

async function compilerOf(name: string): Promise<webpack.Compiler> {
  const file = path.join(folderOf(name), 'webpack.config.ts')
  const { default: config } = (await import(file)) as { default: Configuration }
  const compiler = webpack(placed(config, name))
  if (!compiler) throw new Error(`${file} is not a configuration`)
  return compiler
}

type Options = NonNullable<ConstructorParameters<typeof WebpackDevServer>[0]>

const options = (name: string, gateway: () => string): Options => ({
  host: 'localhost',
  port: devPort(name),
  hot: true,
  liveReload: false,
  static: false,
  // Compression would hold back the mail server's events.
  compress: false,
  // Exactly `*`: with a listed origin the page's own resource policy refuses the file.
  headers: {
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'no-store',
  },
  client: { overlay: false, logging: 'warn', webSocketURL: `ws://localhost:${devPort(name)}/ws` },
  devMiddleware: { publicPath, writeToDisk: name === 'shell', stats: 'errors-warnings' },
  proxy: [{ context: (asked: string) => !/^\/(dev\/|ws$)/.test(asked), target: 'http://127.0.0.1', router: gateway }],
  setupExitSignals: false,
})

/** Compiles one piece on every change and tells the browser. */
export interface DevServer {
  /** Resolves when the first compilation is done, whether or not it went well. */
  readonly compiled: Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Starts a piece's dev server. Whatever is not one of its files is answered by the gateway, so that
 * the piece has a whole page at its own address.
 *
 * @param gateway - Origin of the gateway; asked for with each request, so it may start later.
 */
export async function startDevServer(name: string, gateway: () => string): Promise<DevServer> {
  const compiler = await compilerOf(name)
  const server = new WebpackDevServer(options(name, gateway), compiler)
  await server.start()
  const compiled = new Promise<void>((resolve) => server.middleware?.waitUntilValid(() => resolve()))
  return { compiled, stop: () => server.stop() }
}
