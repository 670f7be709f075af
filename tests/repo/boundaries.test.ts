import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { mayImport, packages, type Package } from '@atrium/configs/boundaries'
import { importsOf } from './parsed-source.ts'
import { sourceFiles } from './source-files.ts'

/** `remotes/*` → the remote's own folder, for a file in it. */
function homeOf(file: string): { home: Package; folder: string } | undefined {
  const segments = file.split('/')
  for (const home of packages.toReversed()) {
    const parts = home.folder.split('/')
    if (parts.every((part, index) => part === '*' || part === segments[index])) {
      return { home, folder: segments.slice(0, parts.length).join('/') }
    }
  }
  return undefined
}

function violations(file: string, text: string, isTest: boolean): string[] {
  const found = homeOf(file)
  if (!found) return []
  return importsOf(text)
    .filter((specifier) => {
      if (!specifier.startsWith('.')) return !mayImport(found.home, specifier, isTest)
      return !path.join(path.dirname(file), specifier).startsWith(`${found.folder}/`)
    })
    .map((specifier) => `${file} imports ${specifier}: ${found.home.because}`)
}

/** Files that import each other in a circle, type and lazy imports included: each circle as the path around it. */
function circlesOf(files: readonly { readonly file: string; readonly text: string }[]): string[] {
  const imports = new Map(
    files.map(({ file, text }) => [
      file,
      importsOf(text)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => path.join(path.dirname(file), specifier)),
    ]),
  )
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, above: readonly string[]): void => {
    const start = above.indexOf(file)
    if (start >= 0) circles.push([...above.slice(start), file].join(' → '))
    if (start >= 0 || done.has(file)) return
    for (const next of imports.get(file) ?? []) visit(next, [...above, file])
    done.add(file)
  }
  for (const file of imports.keys()) visit(file, [])
  return circles
}

describe('imports', () => {
  test('form no circle of files', () => {
    expect(circlesOf(sourceFiles().filter(({ isTest }) => !isTest))).toEqual([])
  })

  test('are seen to form one where they do', () => {
    const files = [
      { file: 'shared/ui/src/a.ts', text: "import { b } from './b.ts'" },
      { file: 'shared/ui/src/b.ts', text: "export const c = () => import('./c.ts')" },
      { file: 'shared/ui/src/c.ts', text: "import type { A } from './a.ts'" },
    ]
    expect(circlesOf(files)).toEqual([
      'shared/ui/src/a.ts → shared/ui/src/b.ts → shared/ui/src/c.ts → shared/ui/src/a.ts',
    ])
  })
})

describe('the import table', () => {
  test('is obeyed by every file', () => {
    expect(sourceFiles().flatMap(({ file, text, isTest }) => violations(file, text, isTest))).toEqual([])
  })

  test.each([
    ['shared/ui/src/x.ts', "import type { Email } from '@atrium/mail-contracts'"],
    ['platform/inspector/src/x.ts', "import { Button } from '@atrium/ui'"],
    ['platform/inspector/src/x.ts', "import type { EventName } from '@atrium/mail-contracts'"],
    ['remotes/calendar/src/x.ts', "import { Row } from '../../inbox/src/row.ts'"],
    ['remotes/calendar/src/x.ts', "const page = () => import('inbox/page')"],
    ['shell/src/x.ts', "export { startServer } from '@atrium/server'"],
    ['server/src/x.ts', "import 'react'"],
    ['platform/cli/src/x.ts', "import { startServer } from '@atrium/server'"],
    ['platform/cli/src/x.ts', "import type { Email } from '@atrium/mail-contracts'"],
    ['configs/webpack/x.ts', "import { contractVersions } from '@atrium/mail-contracts'"],
    ['remotes/inbox/src/x.ts', "import { Schema } from 'prosemirror-model'"],
    ['shared/mail-contracts/src/x.ts', "import type { ReactNode } from 'react'"],
  ])('refuses in %s: %s', (file, text) => {
    expect(violations(file, text, false)).toHaveLength(1)
  })

  test('covers every package of the workspace', () => {
    const files = new Set(
      sourceFiles()
        .map(({ file }) => file)
        .filter((file) => file.includes('/src/')),
    )
    expect([...files].filter((file) => !homeOf(file))).toEqual([])
  })
})
