import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { packages as importTable } from '@atrium/configs/boundaries'
import { root } from './source-files.ts'

const skipped = ['node_modules', 'dist', 'data', 'fixtures', 'released', '.atrium', 'test-results']

const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: (name) => skipped.includes(name) }).filter((file) =>
    statSync(path.join(root, file)).isFile(),
  )

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

const files = filesOf('**/*.*')
const pages = files.filter((file) => file.endsWith('.md'))

/** Text of the source, where names of generated files stand. */
const source = files
  .filter((file) => /\.(ts|tsx|mjs|cjs|js)$/.test(file))
  .map(read)
  .join('\n')

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string>>
}

const manifests = new Map(
  files
    .filter((file) => file.endsWith('package.json'))
    .map((file) => [
      (JSON.parse(read(file)) as Manifest).name,
      { folder: path.dirname(file), manifest: JSON.parse(read(file)) as Manifest },
    ]),
)

/** Source of the entry that a specifier such as `@atrium/remote/host` stands for; empty when there is none. */
function entryText(specifier: string): string {
  const [scope = '', name = '', ...rest] = specifier.split('/')
  const found = manifests.get(`${scope}/${name}`)
  const entry = found?.manifest.exports?.[['.', ...rest].join('/')]
  return found && entry ? read(path.join(found.folder, entry)) : ''
}

const withoutBlocks = (text: string): string => text.replace(/```[\s\S]*?```/g, '')

const groups = ['platform', 'shared', 'remotes', 'shell', 'server', 'configs', 'tools', 'tests', 'docs']

/** Files that only exist as text in the repository: they are written at build time or at run time. */
const generated = /\.(js|json|txt|conf|db|html|pem)$/

/** Whether a token in backticks is the path of a file: it begins with a folder of the root, or ends like a source file. */
const isPath = (token: string): boolean =>
  /^[\w.@*/-]+$/.test(token) &&
  !token.startsWith('@') &&
  !token.startsWith('/') &&
  !token.startsWith('.') &&
  !token.startsWith('*') &&
  !token.startsWith('dist/') &&
  (groups.includes(token.split('/')[0] ?? '')
    ? token.includes('/')
    : /[\w*]\.(ts|tsx|js|mjs|cjs|css|md|json|yaml|html)$/.test(token))

/** Whether a path in a page stands for a file: from the root, from the page's folder, or the end of a file's path. */
function isThere(token: string, page: string): boolean {
  const folder = path.dirname(page)
  const bases = ['.', folder, path.join(folder, 'src')]
  if (token.includes('*')) return bases.some((base) => globSync(path.join(base, token), { cwd: root }).length > 0)
  if (bases.some((base) => existsSync(path.join(root, base, token)))) return true
  // A package's README names its own files; a page of docs/ any file.
  const within = folder === '.' || folder.startsWith('docs') ? '' : `${folder}/`
  if (files.some((file) => file.startsWith(within) && file.endsWith(`/${token}`))) return true
  return !token.includes('/') && generated.test(token) && source.includes(token)
}

const anchorsOf = (text: string): string[] =>
  [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\d _-]/gu, '')
      .replaceAll(' ', '-'),
  )

function deadLinks(page: string): string[] {
  const links = [...withoutBlocks(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [target = '', anchor] = link.split('#')
    const file = target === '' ? page : path.join(path.dirname(page), target)
    if (!existsSync(path.join(root, file))) return true
    return anchor !== undefined && !(file.endsWith('.md') && anchorsOf(read(file)).includes(anchor))
  })
}

describe('Markdown pages', () => {
  test('name only files that exist', () => {
    expect(pages.length).toBeGreaterThan(30)
    const missing = pages.flatMap((page) => {
      const tokens = [...withoutBlocks(read(page)).matchAll(/`([^`\n]+)`/g)].map(([, token = '']) => token)
      return tokens.filter((token) => isPath(token) && !isThere(token, page)).map((token) => `${page}: ${token}`)
    })
    expect(missing).toEqual([])
  })

  test('link only to files and headings that exist', () => {
    expect(pages.flatMap((page) => deadLinks(page).map((link) => `${page}: ${link}`))).toEqual([])
  })

  test('import only what packages export', () => {
    const imported = pages.flatMap((page) =>
      [...read(page).matchAll(/import (?:type )?\{([^}]*)\} from '(@atrium\/[^']+)'/g)].flatMap(
        ([, names = '', specifier = '']) =>
          names.split(',').map((name) => ({
            page,
            specifier,
            name: name
              .trim()
              .replace(/^type /, '')
              .replace(/ as .*/, ''),
          })),
      ),
    )
    expect(imported.length).toBeGreaterThan(20)
    const missing = imported.filter(({ specifier, name }) => !new RegExp(`\\b${name}\\b`).test(entryText(specifier)))
    expect(missing).toEqual([])
  })

  test('decisions are listed by their index', () => {
    const listed = [...read('docs/decisions/README.md').matchAll(/\]\((\d\d-[^)]+\.md)\)/g)].map(
      ([, file = '']) => file,
    )
    const written = globSync('docs/decisions/[0-9]*.md', { cwd: root }).map((file) => path.basename(file))
    expect(listed.toSorted()).toEqual(written.toSorted())
  })

  test('decisions state what was decided, against what, why and at which cost', () => {
    const incomplete = globSync('docs/decisions/[0-9]*.md', { cwd: root }).filter(
      (file) => !['Decision', 'Alternatives', 'Reasons', 'Cost'].every((part) => read(file).includes(`**${part}.**`)),
    )
    expect(incomplete).toEqual([])
  })
})

test('the architecture page has the import table of configs/boundaries.ts', () => {
  const rows = [...read('docs/architecture.md').matchAll(/^\| `([\w-]+)` \| ((?:nothing|`[\w-]+`(?:, )?)+) \|$/gm)]
  const written = rows.map(([, name = '', imports = '']) => [
    name,
    imports === 'nothing' ? [] : imports.replaceAll('`', '').split(', ').toSorted(),
  ])
  const ofTable = importTable
    .filter(({ name }) => name !== 'tests')
    .map(({ name, may }) => [
      name,
      [...new Set(may.flatMap((each) => /^@atrium\/([\w-]+)/.exec(each)?.[1] ?? []))].toSorted(),
    ])
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(ofTable))
})

describe('the README of a package', () => {
  const packages = globSync(
    ['{platform,shared,remotes}/*/package.json', '{shell,server,configs,tools,tests}/package.json'],
    { cwd: root },
  ).map((file) => path.dirname(file))

  /** What stands between the title and the next heading, example or table. */
  const firstParagraph = (text: string): string => /^# .+\n\n([^#`|\n][^\n]*)/.exec(text)?.[1] ?? ''

  test('says in its first paragraph what the package is for', () => {
    expect(packages.length).toBeGreaterThan(20)
    const silent = packages.filter(
      (folder) =>
        !existsSync(path.join(root, folder, 'README.md')) || firstParagraph(read(`${folder}/README.md`)).length < 40,
    )
    expect(silent).toEqual([])
  })

  test('shows an example and a table of options or exports where other repositories install the package', () => {
    const incomplete = packages
      .filter((folder) => folder.startsWith('platform/') || folder === 'configs')
      .filter(
        (folder) =>
          !/```(ts|tsx|js|json|sh)\n/.test(read(`${folder}/README.md`)) ||
          !/\n\|(-+\|)+\n/.test(read(`${folder}/README.md`)),
      )
    expect(incomplete).toEqual([])
  })

  test('lists only exports that exist', () => {
    const listed = packages.flatMap((folder) => {
      const tables = read(`${folder}/README.md`)
        .split(/\n(?=\| (?:export|function) \|)/)
        .slice(1)
        .map((text) => text.split('\n\n')[0] ?? '')
      const cells = tables.flatMap((table) =>
        table
          .split('\n')
          .slice(2)
          .map((row) => row.split(' | ')[0] ?? ''),
      )
      const names = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)/g)].map(([, name = '']) => name))
      return names.map((name) => ({ folder, name }))
    })
    expect(listed.length).toBeGreaterThan(50)
    const entries = (folder: string): string => {
      const { name, exports = {} } = JSON.parse(read(`${folder}/package.json`)) as Manifest
      return Object.keys(exports)
        .map((entry) => entryText(path.posix.join(name, entry)))
        .join('\n')
    }
    expect(listed.filter(({ folder, name }) => !new RegExp(`\\b${name}\\b`).test(entries(folder)))).toEqual([])
  })

  test('has at most 120 lines', () => {
    expect(
      packages
        .filter((folder) => existsSync(path.join(root, folder, 'README.md')))
        .filter((folder) => read(`${folder}/README.md`).split('\n').length > 121),
    ).toEqual([])
  })
})

test('each decision has a number of its own, and they are listed in that order', () => {
  const listed = [...read('docs/decisions/README.md').matchAll(/^\| \[(\d+)-[\w-]+\.md\]/gm)].map(([, number]) =>
    Number(number),
  )
  expect(listed).toEqual(listed.map((_, index) => index + 1))
  expect(listed).toHaveLength(globSync('docs/decisions/[0-9]*.md', { cwd: root }).length)
})
