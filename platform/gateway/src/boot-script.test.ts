import { describe, expect, test } from '@jest/globals'
import vm from 'node:vm'
import { bootScript, inlineJson } from './policies.ts'

const hash = (letter: string): string => `sha384-${letter.repeat(64)}`

interface Policy {
  readonly createScriptURL: (url: string) => string
  readonly createHTML: (html: string) => string | null
  readonly createScript: (code: string) => string | null
}

interface TestPage {
  readonly policies: Record<string, Policy>
  readonly atriumIntegrity: (url: string) => string | undefined
  readonly __atriumTrust: {
    readonly integrity: (url: string) => string | undefined
    readonly trust: (base: string, files: Record<string, string>) => void
  }
}

/** Runs the script as the page does, with just as much of a browser as it uses. */
function buildPage({ unsigned = [] }: { readonly unsigned?: string[] } = {}): TestPage {
  const shell = { base: '/releases/shell/v9/', files: { 'js/main.js': hash('A') } }
  const policies: Record<string, Policy> = {}
  const page: Record<string, unknown> = {
    URL,
    policies,
    addEventListener: () => undefined,
    document: { baseURI: 'https://mail.example/inbox/m1' },
    trustedTypes: { createPolicy: (name: string, policy: Policy) => void (policies[name] = policy) },
  }
  page['self'] = page
  vm.runInNewContext(bootScript(shell, unsigned), page)
  return page as unknown as TestPage
}

describe('the boot script', () => {
  test('is short enough to stand in every page', () => {
    expect(bootScript(null).length).toBeLessThan(1600)
  })

  test('knows the files of the shell, and those of remotes that the shell admits', () => {
    const { atriumIntegrity, __atriumTrust } = buildPage()
    expect(atriumIntegrity('/releases/shell/v9/js/main.js')).toBe(hash('A'))
    expect(atriumIntegrity('/releases/inbox/v1/remoteEntry.js')).toBeUndefined()
    __atriumTrust.trust('/releases/inbox/v1/', { 'remoteEntry.js': hash('B') })
    expect(atriumIntegrity('https://mail.example/releases/inbox/v1/remoteEntry.js')).toBe(hash('B'))
    expect(atriumIntegrity('/releases/inbox/v1/remoteEntry.js?r=2')).toBe(hash('B'))
  })

  test('lets what is below a dev server load without a hash, and nothing beside it', () => {
    const { atriumIntegrity, policies } = buildPage({ unsigned: ['http://localhost:4255/dev/'] })
    const changed = 'http://localhost:4255/dev/000000000000/js/page.js'
    expect(atriumIntegrity(changed)).toBe('')
    expect(policies['default']?.createScriptURL(changed)).toBe(changed)
    for (const url of [
      'http://localhost:4255/x.js',
      'http://localhost:4255/dev/../x.js',
      'http://localhost:4256/dev/x.js',
    ])
      expect(policies['default']?.createScriptURL(url)).toBe('about:blank')
    expect(atriumIntegrity('/releases/shell/v9/js/main.js')).toBe(hash('A'))
  })

  test.each([
    '/releases/inbox/v1/other.js',
    '/releases/inbox/v1/remoteEntry.js?x=1',
    '/releases/inbox/v1/remoteEntry.js?r=2&x',
    '/releases/inbox/v1/remoteEntry.js#x',
    'https://evil.example/releases/inbox/v1/remoteEntry.js',
    '//evil.example/remoteEntry.js',
    'data:text/javascript,alert(1)',
    'javascript:alert(1)',
    'blob:https://mail.example/1',
    'http://[',
    '',
  ])('%j is refused by a load that fails', (url) => {
    const { policies, atriumIntegrity } = buildPage()
    expect(atriumIntegrity(url)).toBeUndefined()
    expect(policies['default']?.createScriptURL(url)).toBe('about:blank')
  })

  test('there is one policy, which lets listed URLs through and no string become code or markup', () => {
    const { policies } = buildPage()
    expect(Object.keys(policies)).toEqual(['default'])
    const policy = policies['default']
    expect(policy?.createScriptURL('/releases/shell/v9/js/main.js')).toBe('/releases/shell/v9/js/main.js')
    expect(policy?.createHTML('<b>x</b>')).toBeNull()
    expect(policy?.createHTML('')).toBe('')
    expect(policy?.createScript('1')).toBeNull()
  })

  test('a release that is admitted later loads, and cannot replace a hash that is known', () => {
    const { __atriumTrust, atriumIntegrity } = buildPage()
    __atriumTrust.trust('https://cdn.example/search/v2/', { 'a.js': hash('C'), 'b.js': 'none', 'c.js': '' })
    expect(atriumIntegrity('https://cdn.example/search/v2/a.js')).toBe(hash('C'))
    expect(atriumIntegrity('https://cdn.example/search/v2/b.js')).toBeUndefined()
    __atriumTrust.trust('/releases/shell/v9/', { 'js/main.js': hash('D') })
    expect(atriumIntegrity('/releases/shell/v9/js/main.js')).toBe(hash('A'))
  })

  test('what the loaders ask cannot be replaced; what the shell is given can be taken away', () => {
    const page = buildPage()
    expect(Reflect.set(page, 'atriumIntegrity', () => hash('E'))).toBe(false)
    expect(Reflect.deleteProperty(page, 'atriumIntegrity')).toBe(false)
    expect(Object.isFrozen(Reflect.get(page, '__atriumTrust'))).toBe(true)
    expect(Reflect.deleteProperty(page, '__atriumTrust')).toBe(true)
  })

  test('names of Object.prototype are no URLs and no files', () => {
    const { __atriumTrust, atriumIntegrity } = buildPage()
    expect(atriumIntegrity('constructor')).toBeUndefined()
    __atriumTrust.trust('/x/', JSON.parse(`{"__proto__":"${hash('F')}"}`))
    expect(atriumIntegrity('/x/__proto__')).toBe(hash('F'))
    expect(atriumIntegrity('/x/toString')).toBeUndefined()
  })
})

describe('JSON in a page', () => {
  test('cannot end its element, open a comment or break a line', () => {
    const value = { name: '</script><!--<script>&amp;\u2028\u2029', __proto__: null }
    const text = inlineJson(value)
    expect(text).not.toMatch(/[<>&\u2028\u2029]/)
    expect(JSON.parse(text)).toEqual({ name: '</script><!--<script>&amp;\u2028\u2029' })
  })
})
