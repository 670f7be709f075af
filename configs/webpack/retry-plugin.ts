import type { Compiler, WebpackPluginInstance } from 'webpack'

/**
 * A lazy chunk or stylesheet that the network lost is asked for twice more, each time after a longer
 * moment and under `?r=n`: the browser may hold a lock on the address of a request that hung. Not for a
 * file that came and was the wrong one (`missing`), not after a timeout, when somebody has waited long
 * enough and is told, and not while the browser is offline.
 */
const source = (require: string): string => `
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
        return source(RuntimeGlobals.require)
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
