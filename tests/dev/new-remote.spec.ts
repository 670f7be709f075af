import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { signIn } from '../e2e/test.ts'
import { installFlags } from './repository-copy.ts'
import { expect, name, test, title } from './test.ts'

test.describe('a new remote', () => {
  test('is one folder, one registry entry and its lines in the lockfile', ({ generated: { before, after } }) => {
    const changed = [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file)
    expect(changed.toSorted()).toEqual([
      'pnpm-lock.yaml',
      'registry.json',
      `remotes/${name}/README.md`,
      `remotes/${name}/package.json`,
      `remotes/${name}/src/exposes/page.module.css`,
      `remotes/${name}/src/exposes/page.tsx`,
      `remotes/${name}/src/page.test.tsx`,
      `remotes/${name}/src/strings.ts`,
      `remotes/${name}/webpack.config.ts`,
    ])
    expect([...before.keys()].filter((file) => !after.has(file))).toEqual([])
  })

  test('passes its own unit test and the type check', async ({ generated }) => {
    test.setTimeout(120_000)
    const printed = await generated.run(process.execPath, 'node_modules/jest/bin/jest.js', `remotes/${name}`)
    expect(printed).toContain('the button greets the person who is signed in')
    const types = await generated.run('node_modules/.bin/tsc', '-p', 'configs/tsconfig/browser.json').catch(String)
    expect(types).not.toContain(`remotes/${name}`)
  })

  test('builds, is in the navigation and opens', async ({ page, production }) => {
    await signIn(page, production.origin)
    await page.goto(`${production.origin}/settings`)
    await page.getByRole('link', { name: title }).click()
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await page.getByRole('button', { name: 'Say hello' }).click()
    await expect(page.getByText(/^Hello, /)).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
  })

  test('is removed with its folder and its registry entry, and can be created again', async ({ generated }) => {
    test.setTimeout(120_000)
    const another = `${name}-again`
    const make = () => generated.run('pnpm', 'exec', 'atrium', 'new-remote', another)
    const before = generated.files()
    await make()
    const made = generated.files()
    rmSync(path.join(generated.root, 'remotes', another), { recursive: true })
    writeFileSync(path.join(generated.root, 'registry.json'), before.get('registry.json') ?? '')
    await generated.run('pnpm', ...installFlags)
    const left = [...generated.files()].filter(([file, now]) => before.get(file) !== now).map(([file]) => file)
    expect(left).toEqual(['pnpm-lock.yaml'])
    await make()
    expect(generated.files()).toEqual(made)
  })
})
