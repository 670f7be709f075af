import { describe, expect, test } from '@jest/globals'
import path from 'node:path'
import { cohortsOf, parseConfig } from './config.ts'

const failure = (environment: Record<string, string>): string => {
  try {
    parseConfig(environment)
  } catch (error) {
    return String(error)
  }
  return 'nothing was wrong'
}

describe('configuration', () => {
  test('without any variable everything has a safe default', () => {
    expect(parseConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      dataDir: path.resolve('data'),
      smtpPort: null,
      mailDomain: 'atrium.test',
      demo: true,
      signUp: true,
      store: path.resolve('dist/store'),
      basePath: '/',
      trustProxy: false,
      publicOrigin: null,
      overridePolicy: 'local',
      imageHosts: new Set(),
      jmapUpstream: null,
      sessionIdle: 7 * 24 * 3_600_000,
      sessionMaximum: 30 * 24 * 3_600_000,
    })
  })

  test('every variable is read', () => {
    const config = parseConfig({
      PORT: '0',
      HOST: '::1',
      DATA_DIR: '/tmp/atrium',
      SMTP_PORT: '2525',
      ATRIUM_SMTP_NAME: 'MX.Mail.Example',
      ATRIUM_SMTP_OUT: 'smtps://me%40a.example:p%3Aw@[2001:db8::1]',
      ATRIUM_ALIASES: 'Info=Ada, team@other.example=ada;bob, *=bob',
      ATRIUM_MAIL_DOMAIN: 'Mail.Example',
      ATRIUM_DEMO: 'off',
      ATRIUM_SIGN_UP: 'off',
      ATRIUM_STORE: '/srv/store',
      ATRIUM_REGISTRY_KEYS: `${'A'.repeat(43)}, ${'B'.repeat(43)}`,
      ATRIUM_BASE_PATH: 'mail/here',
      ATRIUM_TRUST_PROXY: '10.0.0.0/8, loopback',
      ATRIUM_PUBLIC_ORIGIN: 'https://mail.example/',
      ATRIUM_DISABLE: 'search, compose=under repair',
      ATRIUM_JMAP_UPSTREAM: 'https://jmap.example',
      ATRIUM_OVERRIDES: 'off',
      ATRIUM_COHORTS: 'staff=Ada@mail.example, *@team.example; beta=bob@mail.example',
      ATRIUM_IMAGE_HOSTS: 'Pictures.example:8080, 127.0.0.1',
      ATRIUM_SESSION_IDLE_HOURS: '2',
      ATRIUM_SESSION_MAX_DAYS: '1',
      ATRIUM_RATE_SIGN_IN: '3',
      ATRIUM_RATE_SIGN_UP: '9',
      ATRIUM_LOG: 'info',
    })
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      smtpPort: 2525,
      smtp: {
        host: '::1',
        name: 'mx.mail.example',
        files: null,
        out: { host: '2001:db8::1', port: 465, secure: true, user: 'me@a.example', password: 'p:w' },
        aliases: new Map([
          ['info@mail.example', ['ada@mail.example']],
          ['team@other.example', ['ada@mail.example', 'bob@mail.example']],
          ['*@mail.example', ['bob@mail.example']],
        ]),
      },
      mailDomain: 'mail.example',
      demo: false,
      signUp: false,
      registryKeys: ['A'.repeat(43), 'B'.repeat(43)],
      basePath: '/mail/here/',
      trustProxy: ['10.0.0.0/8', 'loopback'],
      publicOrigin: 'https://mail.example',
      jmapUpstream: 'https://jmap.example/',
      overridePolicy: 'off',
      imageHosts: new Set(['pictures.example:8080', '127.0.0.1']),
      sessionIdle: 7_200_000,
      sessionMaximum: 86_400_000,
      freeSignIns: 3,
      signUpsPerHour: 9,
      log: 'info',
    })
    expect([...config.cohorts]).toEqual([
      ['staff', ['ada@mail.example', '*@team.example']],
      ['beta', ['bob@mail.example']],
    ])
    expect([...config.disabled]).toEqual([
      ['search', 'Switched off by the operator'],
      ['compose', 'under repair'],
    ])
  })

  test('an empty variable counts as unset', () => {
    expect(parseConfig({ PORT: '' }).port).toBe(3000)
  })

  test('the address of a relay is not repeated, because it may hold a password', () => {
    const message = failure({ ATRIUM_SMTP_OUT: 'http://me:secret@relay.example' })
    expect(message).toContain('ATRIUM_SMTP_OUT is not valid; it takes "off", "direct"')
    expect(message).not.toContain('secret')
  })

  test('a key without a certificate is refused', () => {
    expect(failure({ ATRIUM_SMTP_KEY: '/srv/key.pem' })).toContain('set both or neither')
  })

  test.each([
    ['PORT', '70000', 'a whole number from 0 to 65535'],
    ['PORT', '3000.5', 'a whole number from 0 to 65535'],
    ['HOST', 'two words', 'a host name or an IP address'],
    ['ATRIUM_ALIASES', 'ada', 'names with the accounts'],
    ['SMTP_PORT', 'smtp', 'a whole number from 0 to 65535'],
    ['ATRIUM_MAIL_DOMAIN', '-.example', 'a domain such as mail.example'],
    ['ATRIUM_DEMO', 'yes', '"on" or "off"'],
    ['ATRIUM_BASE_PATH', '/../etc', 'a path such as /mail/'],
    ['ATRIUM_TRUST_PROXY', 'true', 'the number of proxies'],
    ['ATRIUM_PUBLIC_ORIGIN', 'https://mail.example/inbox', 'an origin such as https://mail.example'],
    ['ATRIUM_PUBLIC_ORIGIN', 'mail.example', 'an origin such as https://mail.example'],
    ['ATRIUM_DISABLE', 'Not A Name', 'names of remotes'],
    ['ATRIUM_IMAGE_HOSTS', 'http://pictures.example', 'hosts of your own network'],
    ['ATRIUM_JMAP_UPSTREAM', 'https://ada:secret@jmap.example', 'without a password'],
    ['ATRIUM_SESSION_IDLE_HOURS', '0', 'a whole number from 1 to 8760'],
    ['ATRIUM_LOG', 'loud', '"silent", "error", "warn" or "info"'],
  ])('%s=%s is refused with its name, its value and what it takes', (name, value, takes) => {
    const message = failure({ [name]: value })
    expect(message).toContain(`${name} is ${JSON.stringify(value)}; it takes`)
    expect(message).toContain(takes)
  })

  test('all wrong variables are named at once', () => {
    expect(failure({ PORT: 'x', ATRIUM_DEMO: 'x' })).toMatch(/PORT is "x".*ATRIUM_DEMO is "x"/)
  })

  test('a misspelt variable ends the start with the right spelling', () => {
    expect(failure({ ATRIUM_SIGNUP: 'off' })).toContain(
      'ATRIUM_SIGNUP is not a variable of Atrium; did you mean ATRIUM_SIGN_UP',
    )
  })

  test.each([
    'ATRIUM_BROWSER',
    'ATRIUM_RELEASED_BY',
    'ATRIUM_RELEASES_URL',
    'ATRIUM_TEAM_KEY',
    'ATRIUM_REGISTRY_KEY',
    'ATRIUM_REGISTRY_KEY_FILE',
    'ATRIUM_REGISTRY_KEY_COMMAND',
    'ATRIUM_NEXT_REGISTRY_KEY',
  ])('%s, which the tools read, is no typing error and not unknown', (name) => {
    expect(parseConfig({ [name]: 'x' }).unknown).toEqual([])
    expect(failure({ ATRIUM_REGISTRY_KEY_S: 'x' })).toContain('did you mean ATRIUM_REGISTRY_KEYS')
  })

  test('a variable of another program is only listed', () => {
    expect(parseConfig({ ATRIUM_BROWSER_EXECUTABLE: '/usr/bin/chromium' }).unknown).toEqual([
      'ATRIUM_BROWSER_EXECUTABLE',
    ])
  })

  test('a session cannot be idle for longer than it lives', () => {
    expect(failure({ ATRIUM_SESSION_IDLE_HOURS: '48', ATRIUM_SESSION_MAX_DAYS: '1' })).toContain('is longer than')
  })
})

test('groups hold addresses and whole domains, in any case', () => {
  const cohorts = new Map([
    ['staff', ['ada@mail.example', '*@team.example']],
    ['beta', ['bob@mail.example']],
  ])
  expect([...cohortsOf(cohorts, 'Ada@Mail.example')]).toEqual(['staff'])
  expect([...cohortsOf(cohorts, 'eve@team.example')]).toEqual(['staff'])
  expect([...cohortsOf(cohorts, 'eve@mail.example')]).toEqual([])
})
