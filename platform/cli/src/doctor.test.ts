import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { diagnose, policyFindings } from './doctor.ts'
import { readProject } from './project.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'atrium-doctor-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(file: string, content: string | object): void {
  const target = path.join(root, file)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content))
}

const library = (folder: string, name: string, version: string) =>
  write(`${folder}/node_modules/${name}/package.json`, { name, version })

/** A host, and a remote with one module. */
function makeProject(shared: readonly string[] = ['react']): void {
  write('atrium.config.mjs', `export default ${JSON.stringify({ host: 'host', shared: { eager: shared } })}`)
  write('registry.json', { remotes: { incidents: {} } })
  write('package.json', { dependencies: { react: '^19.0.0' } })
  for (const folder of ['host', 'remotes/incidents']) {
    write(`${folder}/package.json`, { name: `@atrium/${path.basename(folder)}` })
    write(`${folder}/webpack.config.ts`, 'export default {}')
  }
  write('host/src/start.tsx', "import 'react'")
  write('host/src/index.html', '<!doctype html>')
  write('remotes/incidents/src/exposes/page.tsx', "import { useState } from 'react'")
  library('.', 'react', '19.3.0')
}

const findings = () => {
  const project = readProject(root)
  return diagnose(project, project.packages()).map(({ where, what }) => `${where}: ${what}`)
}

test('finds nothing in a project that is in order', () => {
  makeProject()
  expect(findings()).toEqual([])
})

test('names both copies of a shared library', () => {
  makeProject()
  library('remotes/incidents', 'react', '19.2.0')
  expect(findings()).toEqual([
    'project: react is installed 2 times: 19.3.0 in node_modules/react, 19.2.0 in remotes/incidents/node_modules/react',
  ])
})

test('names a shared library that is not installed', () => {
  makeProject(['react', 'zustand'])
  expect(findings()).toEqual(['project: zustand is shared, and is not installed'])
})

test('names an import without a range', () => {
  makeProject()
  write(
    'remotes/incidents/src/chart.ts',
    "import { line } from 'd3-shape/line'\nimport './own.ts'\nimport 'node:path'\nconst text = 'taken from', other = 'x'",
  )
  expect(findings()).toEqual(['incidents: imports d3-shape, for which no package.json has a range'])
})

test('names packages of Atrium whose versions differ', () => {
  makeProject()
  library('.', '@atrium/host', '0.1.0')
  library('.', '@atrium/remote', '0.2.0')
  expect(findings()).toEqual(['project: packages of Atrium differ: @atrium/remote 0.2.0, @atrium/host 0.1.0'])
})

test('names what the configuration refers to and is not there', () => {
  makeProject()
  rmSync(path.join(root, 'remotes/incidents/src/exposes'), { recursive: true })
  rmSync(path.join(root, 'host/src/index.html'))
  expect(findings()).toEqual([
    'shell: host/src/index.html is missing',
    'incidents: remotes/incidents/src/exposes is missing',
  ])
})

test.each([
  ['eval(code)', 'eval() is refused'],
  ['new Function("return 1")', 'Function() is refused'],
  ['const g=Function("return this")()', 'Function() is refused'],
])('%s in a built script is a problem', (code, what) => {
  write('build/js/page.js', code)
  expect(policyFindings('incidents', path.join(root, 'build'))).toMatchObject([
    { level: 'problem', what: expect.stringContaining(what) },
  ])
})

test('names the source file and line of HTML from a string', () => {
  write('build/js/page.js', 'element.innerHTML = text')
  write('build/js/page.js.map', {
    version: 3,
    sources: ['webpack://incidents/./src/chart.ts'],
    names: [],
    mappings: 'AAEA',
  })
  expect(policyFindings('incidents', path.join(root, 'build'))).toMatchObject([
    { level: 'warning', what: 'src/chart.ts:3: HTML from a string is refused: Trusted Types' },
  ])
})

test('reading HTML and a method that is called eval are no problem', () => {
  write('build/js/page.js', 'if (a.innerHTML === b) model.eval(c); evaluate(d)')
  expect(policyFindings('incidents', path.join(root, 'build'))).toEqual([])
})

test('an inline script, style and handler in the document are problems', () => {
  write(
    'build/index.html',
    '<script>go()</script><p style="color:red" onclick="go()">x</p><script src="a.js"></script>',
  )
  expect(policyFindings('shell', path.join(root, 'build')).map(({ what }) => what)).toEqual([
    'index.html: an inline script is refused',
    'index.html: an inline style is refused',
    'index.html: an inline handler is refused',
  ])
})

test('a package from npm that may call eval is a warning, and the runtime of the bundler is none', () => {
  write('build/js/a.js', 'eval(code)')
  const map = (source: string) => ({ version: 3, sources: [source], names: [], mappings: 'AAAA' })
  write('build/js/a.js.map', map('webpack://incidents/./node_modules/lodash/lodash.js'))
  write('build/js/b.js', 'new Function("return this")()')
  write('build/js/b.js.map', map('webpack://incidents/webpack/runtime/global'))
  expect(policyFindings('incidents', path.join(root, 'build'))).toMatchObject([
    { level: 'warning', what: 'node_modules/lodash/lodash.js:1: eval() is refused: no unsafe-eval' },
  ])
})

test('names what a remote requests of the policy of pages and was not granted', () => {
  makeProject()
  const policy = { connect: ['https://api.example'], trustedTypes: ['vue'] }
  write('remotes/incidents/package.json', { name: '@atrium/incidents', atrium: { policy } })
  const project = readProject(root)
  expect(diagnose(project, project.packages(), { incidents: { trustedTypes: ['vue'] } })).toEqual([
    {
      level: 'warning',
      where: 'incidents',
      what: 'requests connect https://api.example, which is not granted',
      remedy: 'Once it is released: atrium grant incidents connect https://api.example',
    },
  ])
})
