import { expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { releaseRecordSchema, type ReleaseRecord } from '@atrium/protocol'
import * as v from 'valibot'
import webpack from 'webpack'
import { RecordPlugin } from './record-plugin.ts'

type About = ConstructorParameters<typeof RecordPlugin>[0]['about']

const sources = {
  'src/exposes/page.js': "import { Page } from '../page.js'\nexport default Page\n",
  'src/exposes/next.js':
    "import { open as start } from '../next.js'\nexport { useNextBooking } from '../next.js'\nexport const open = start\nexport const limits = { days: 7 }\nexport const View = memo(() => null)\nfunction memo(view) { return view }\n",
  'src/page.js': 'export function Page() { return null }\n',
  'src/next.js':
    'export const useNextBooking = () => ({ id: 1 })\nexport async function open(options = { quiet: true }) { return options }\n',
}

const about: About = { name: 'bookings', contract: 1, platform: '^2.1.0', packageVersion: '1.2.0' }

/** Builds a remote of a few files with the plugin; its entry imports what it exposes. */
async function build(
  changed: Partial<About> = {},
  more: Readonly<Record<string, string>> = {},
): Promise<ReleaseRecord> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-record-'))
  const files: Record<string, string> = { ...sources, ...more }
  files['src/start.js'] = "export { default as page } from './exposes/page.js'\nexport * from './exposes/next.js'\n"
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), text)
  }
  const exposed = (name: string): string => path.join(folder, `src/exposes/${name}.js`)
  const compiler = webpack({
    context: folder,
    mode: 'production',
    devtool: false,
    entry: path.join(folder, 'src/start.js'),
    output: { path: path.join(folder, 'dist'), filename: 'remoteEntry.js', library: { type: 'var', name: 'bookings' } },
    plugins: [
      new RecordPlugin({
        about: { ...about, ...changed },
        modules: { './page': exposed('page'), './next': exposed('next') },
        entry: () => 'remoteEntry.js',
        exposes: () => ({ './page': ['remoteEntry.js'], './next': ['remoteEntry.js'] }),
      }),
    ],
  })
  try {
    await new Promise<void>((resolve, reject) =>
      compiler.run((error, stats) =>
        error || stats?.hasErrors() ? reject(error ?? new Error(stats?.toString('errors-only'))) : resolve(),
      ),
    )
    return v.parse(releaseRecordSchema, JSON.parse(readFileSync(path.join(folder, 'dist/record.json'), 'utf8')))
  } finally {
    await new Promise((resolve) => compiler.close(resolve))
    rmSync(folder, { recursive: true })
  }
}

test('a record says what each exposed module exports, through the files that pass it on', async () => {
  expect((await build()).shapes).toEqual({
    './page': { default: 'function' },
    './next': { View: 'value', limits: 'object', open: 'function', useNextBooking: 'function' },
  })
})

test('a change in package.json alone is another version, the order of its keys is not', async () => {
  const { version } = await build()
  const slots = { badge: [{ module: './next', export: 'useNextBooking' }] }
  expect((await build()).version).toBe(version)
  expect((await build({ slots })).version).not.toBe(version)
  expect((await build({ requires: { 'inbox/unread': { range: '^1.0.0' } } })).version).not.toBe(version)
  expect((await build({ contract: 2 })).version).not.toBe(version)
  expect((await build({ platform: '^3.0.0' })).version).not.toBe(version)
  const reordered = { slots: { badge: [{ export: 'useNextBooking', module: './next' }] } }
  expect((await build(reordered)).version).toBe((await build({ slots })).version)
})

test('a module that is loaded and not required does not build', async () => {
  const loading = {
    'src/page.js': "import { load } from './load.js'\nexport function Page() { return load('inbox/unread') }\n",
    'src/load.js': 'export const load = (name) => globalThis.host(name)\n',
  }
  await expect(build({}, loading)).rejects.toThrow('bookings loads inbox/unread. Add to its package.json')
  const requires = { 'inbox/unread': { range: '^1.0.0' } }
  expect((await build({ requires }, loading)).requires).toEqual(requires)
})
