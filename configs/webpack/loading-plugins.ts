import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import type { Compiler, WebpackPluginInstance } from 'webpack'

/** Milliseconds until a lazy script or stylesheet counts as lost. */
export const chunkTimeout = 8_000

/** No file has this hash, so the browser refuses it: fail closed by a load that fails, never by an exception. */
const impossibleHash = 'sha384-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

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
      `${tag}.integrity = self.atriumIntegrity && self.atriumIntegrity(${url}) || '${impossibleHash}';`
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

/**
 * A lazy chunk or stylesheet that the network lost is requested twice more, each time after a longer delay and under
 * `?r=n`: the browser may hold a lock on the address of a request that hung. Not for a file that arrived and was the
 * wrong one (`missing`), not after a timeout, when the user has waited long enough and sees an error, and not while
 * the browser is offline.
 */
const retrySource = (require: string): string => `
var ensure = ${require}.e, attempts = {}, delays = [300, 1200];
var again = function(name) {
  var plain = ${require}[name];
  if (plain) ${require}[name] = function(id) { return plain(id) + (attempts[id] ? '?r=' + attempts[id] : ''); };
};
again('u'); again('miniCssF');
var attempt = function(id, tries) {
  return ensure(id).catch(function(error) {
    attempts[id] = (attempts[id] || 0) + 1;
    if (tries === delays.length || error.type === 'missing' || error.type === 'timeout' || navigator.onLine === false) throw error;
    return new Promise(function(resolve) { setTimeout(resolve, delays[tries] * (1 + Math.random() / 2)); })
      .then(function() { return attempt(id, tries + 1); });
  });
};
${require}.e = function(id) { return attempt(id, 0); };`

/** Gives every bundle the retry of its own lazy chunks. */
export class RetryPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    const { RuntimeGlobals, RuntimeModule } = compiler.webpack
    class RetryModule extends RuntimeModule {
      constructor() {
        super('retry of lazy chunks', RuntimeModule.STAGE_TRIGGER)
      }

      override generate(): string {
        return retrySource(RuntimeGlobals.require)
      }
    }
    compiler.hooks.thisCompilation.tap(RetryPlugin.name, (compilation) => {
      const seen = new WeakSet()
      compilation.hooks.runtimeRequirementInTree.for(RuntimeGlobals.ensureChunk).tap(RetryPlugin.name, (chunk) => {
        if (seen.has(chunk)) return
        seen.add(chunk)
        compilation.addRuntimeModule(chunk, new RetryModule())
      })
    })
  }
}

/** A stylesheet that never arrives would block its chunk for ever; scripts have `chunkLoadTimeout`. */
export class StyleTimeoutPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    compiler.hooks.compilation.tap(StyleTimeoutPlugin.name, (compilation) => {
      MiniCssExtractPlugin.getCompilationHooks(compilation).beforeTagInsert.tap(
        StyleTimeoutPlugin.name,
        // The loader removes its listener from the tag when the file has loaded or failed.
        (code, { tag }) =>
          `${code}\nsetTimeout(function() { ${tag}.onerror && ${tag}.onerror({ type: 'timeout', target: ${tag} }); }, ${chunkTimeout});`,
      )
    })
  }
}
