import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import type { Compiler, WebpackPluginInstance } from 'webpack'

/** No file has this hash, so the browser refuses it: fail closed by a load that fails, never by an exception. */
const impossible = 'sha384-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/**
 * Gives every lazy chunk, preload and stylesheet the `integrity` that the registry lists for its URL.
 * The page's boot script defines `atriumIntegrity(url)`. `crossOriginLoading` skips URLs of the page's
 * own origin, which Integrity-Policy does not: `crossOrigin` is set in any case.
 */
export class IntegrityPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    const { LoadScriptRuntimeModule } = compiler.webpack.runtime
    const { JsonpChunkLoadingRuntimeModule } = compiler.webpack.web
    const protect = (tag: string, url: string) => (code: string) =>
      `${code}\n${tag}.crossOrigin = 'anonymous';\n` +
      `${tag}.integrity = self.atriumIntegrity && self.atriumIntegrity(${url}) || '${impossible}';`
    compiler.hooks.compilation.tap(IntegrityPlugin.name, (compilation) => {
      LoadScriptRuntimeModule.getCompilationHooks(compilation).createScript.tap(
        IntegrityPlugin.name,
        protect('script', 'url'),
      )
      const chunks = JsonpChunkLoadingRuntimeModule.getCompilationHooks(compilation)
      chunks.linkPreload.tap(IntegrityPlugin.name, protect('link', 'link.href'))
      chunks.linkPrefetch.tap(IntegrityPlugin.name, protect('link', 'link.href'))
      MiniCssExtractPlugin.getCompilationHooks(compilation).beforeTagInsert.tap(
        IntegrityPlugin.name,
        (source, { tag }) => protect(tag, `${tag}.href`)(source),
      )
    })
  }
}
