import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import webpack from 'webpack'

/** The page's script with mail-html in it, as the product bundles it, as text. */
export async function bundleHarness(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-hostile-'))
  const compiler = webpack({
    mode: 'production',
    devtool: false,
    target: 'web',
    entry: path.join(import.meta.dirname, 'harness-page.ts'),
    output: { path: folder, filename: 'harness.js' },
    optimization: { minimize: false },
    performance: false,
    module: { rules: [{ test: /\.ts$/, loader: path.join(import.meta.dirname, 'strip-types.cjs') }] },
  })
  try {
    await new Promise<void>((resolve, reject) => {
      compiler.run((error, stats) =>
        compiler.close(() => {
          if (error) reject(error)
          else if (stats?.hasErrors()) reject(new Error(stats.toString('errors-only')))
          else resolve()
        }),
      )
    })
    return readFileSync(path.join(folder, 'harness.js'), 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
