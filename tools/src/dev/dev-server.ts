import path from 'node:path'
import { devPort, developmentVersion } from '@atrium/configs'
import webpack, { type Configuration } from 'webpack'
import WebpackDevServer from 'webpack-dev-server'
import { folderOf } from '../workspace.ts'
import { devShellFolder } from './dev-store.ts'

const publicPath = `/dev/${developmentVersion}/`

/** The shell is served by the gateway, from the dev store; a remote by its own dev server, from memory. */
function placed(config: Configuration, name: string): Configuration {
  const output =
    name === 'shell'
      ? { ...config.output, path: devShellFolder }
      : { ...config.output, publicPath: `http://localhost:${devPort(name)}${publicPath}` }
  return { ...config, output }
}

/**
 * Compiles one piece on every change and tells the browser. Whatever is not one of its files is
 * answered by the gateway, so that the piece has a whole page at its own address.
 */
export async function startDevServer(name: string, gateway: string): Promise<WebpackDevServer> {
  const file = path.join(folderOf(name), 'webpack.config.ts')
  const { default: config } = (await import(file)) as { default: Configuration }
  const compiler = webpack(placed(config, name))
  if (!compiler) throw new Error(`${file} is not a configuration`)
  const port = devPort(name)
  const server = new WebpackDevServer(
    {
      host: 'localhost',
      port,
      hot: 'only',
      liveReload: false,
      static: false,
      // Exactly `*`: with a listed origin the page's own resource policy refuses the file.
      headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' },
      client: { overlay: false, logging: 'warn', webSocketURL: `ws://localhost:${port}/ws` },
      devMiddleware: { publicPath, writeToDisk: name === 'shell', stats: 'errors-warnings' },
      proxy: [{ context: (asked: string) => !asked.startsWith('/dev/'), target: gateway, changeOrigin: false }],
      setupExitSignals: false,
    },
    compiler,
  )
  await server.start()
  await new Promise<void>((resolve) => server.middleware?.waitUntilValid(() => resolve()))
  return server
}
