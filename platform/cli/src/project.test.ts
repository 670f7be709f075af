import { afterAll, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findProject, readProject } from './project.ts'

const scratch = mkdtempSync(path.join(os.tmpdir(), 'atrium-project-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

let count = 0

/** A repository with this configuration and list of remotes. */
function repository(options: unknown, remotes: unknown = { remotes: {} }): string {
  const folder = path.join(scratch, String(++count))
  mkdirSync(path.join(folder, 'apps/notes/src'), { recursive: true })
  writeFileSync(path.join(folder, 'atrium.config.mjs'), `export default ${JSON.stringify(options)}\n`)
  writeFileSync(path.join(folder, 'registry.json'), JSON.stringify(remotes))
  return folder
}

describe('a project', () => {
  test('has a default for every option', () => {
    const root = repository({}, { remotes: { notes: {} } })
    const project = readProject(root)
    expect(project.packages()).toEqual(['shell', 'notes'])
    expect(project.folderOf('shell')).toBe(path.join(root, 'shell'))
    expect(project.folderOf('notes')).toBe(path.join(root, 'remotes/notes'))
    expect(project.buildFolder('notes')).toBe(path.join(root, 'dist/builds/notes'))
    expect(project.at(project.store)).toBe(path.join(root, 'dist/store'))
    expect(project.shared.eager).toContain('react')
    expect(project.server).toBeUndefined()
  })

  test('decides where its host, remotes and builds are', () => {
    const options = { host: 'apps/desk', remotesFolder: 'apps', scope: '@acme', output: 'out' }
    const root = repository(options, { remotes: { notes: {}, clock: { folder: 'vendor/clock', disabled: 'late' } } })
    const project = readProject(root)
    expect(project.folderOf('shell')).toBe(path.join(root, 'apps/desk'))
    expect(project.folderOf('local')).toBe(path.join(root, 'apps/desk'))
    expect(project.folderOf('notes')).toBe(path.join(root, 'apps/notes'))
    expect(project.folderOf('clock')).toBe(path.join(root, 'vendor/clock'))
    expect(project.statsFile('clock')).toBe(path.join(root, 'out/stats/clock.json'))
    expect(project.installed()['clock']?.disabled).toBe('late')
  })

  test('sees a remote that is added later', () => {
    const root = repository({})
    const project = readProject(root)
    expect(project.packages()).toEqual(['shell'])
    writeFileSync(path.join(root, 'registry.json'), JSON.stringify({ remotes: { notes: {} } }))
    expect(project.packages()).toEqual(['shell', 'notes'])
  })

  test.each([
    [{ host: '/etc' }, 'host: must be relative to the project'],
    [{ scope: 'acme' }, 'scope: must look like @acme'],
    [{ sharing: [] }, 'sharing'],
    [{ shared: { eager: 'react' } }, 'shared.eager'],
  ])('names the file and the option that is wrong: %j', (options, problem) => {
    const root = repository(options)
    expect(() => readProject(root)).toThrow(`${path.join(root, 'atrium.config.mjs')}: ${problem}`)
  })

  test('names the entry of a remote that is wrong', () => {
    const root = repository({}, { remotes: { notes: { disabled: true } } })
    expect(() => readProject(root).packages()).toThrow(`${path.join(root, 'registry.json')}: remotes.notes.disabled`)
  })

  test('is found from any folder below it', () => {
    const root = repository({})
    expect(findProject(path.join(root, 'apps/notes/src')).root).toBe(root)
  })

  test('says what is wrong with a file that does not load', () => {
    const root = repository({})
    writeFileSync(path.join(root, 'atrium.config.mjs'), 'export default defineProject({})')
    expect(() => readProject(root)).toThrow(
      /atrium\.config\.mjs could not be loaded: [\s\S]*defineProject is not defined/,
    )
  })

  test('needs a default export', () => {
    const root = repository({})
    writeFileSync(path.join(root, 'atrium.config.mjs'), 'export const host = 1')
    expect(() => readProject(root)).toThrow('has no default export')
  })

  test('is requested by name where there is none', () => {
    expect(() => findProject(scratch)).toThrow(`No atrium.config.ts in ${scratch} or in a folder above it`)
  })
})
