import MiniCssExtractPlugin from 'mini-css-extract-plugin'
import type { Compiler, WebpackPluginInstance } from 'webpack'
import { chunkTimeout } from './chunk-timeout.ts'

/** A stylesheet that never comes would keep its chunk waiting for ever; scripts have `chunkLoadTimeout`. */
export class StyleTimeoutPlugin implements WebpackPluginInstance {
  apply(compiler: Compiler): void {
    compiler.hooks.compilation.tap(StyleTimeoutPlugin.name, (compilation) => {
      MiniCssExtractPlugin.getCompilationHooks(compilation).beforeTagInsert.tap(
        StyleTimeoutPlugin.name,
        // The loader takes its listener off the tag when the file has come, or has failed.
        (code, { tag }) =>
          `${code}\nsetTimeout(function() { ${tag}.onerror && ${tag}.onerror({ type: 'timeout', target: ${tag} }); }, ${chunkTimeout});`,
      )
    })
  }
}
