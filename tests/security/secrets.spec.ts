import { expect, test } from '@playwright/test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { demo } from '../e2e/test.ts'

const builds = path.resolve(import.meta.dirname, '../../dist/builds')

/** What must be in no file that a browser gets. The demo's sign-in comes with the page, where there is a demo. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  // The bytes before an Ed25519 private key (RFC 8410 §7), as base64 and as hex; and the JSON form.
  ['a private key', /MC4CAQAwBQYDK2VwBCIEI|302e020100300506032b657004220420|"d"\s*:\s*"[\w-]{43}"/i],
  ['the demo password', new RegExp(demo.password)],
  ['a password hash', /\$argon2id\$v=19\$m=\d+[^`'"]{40}/],
  ['a session token', /__Host-atrium-[0-9a-f]{8}=[\w-]{43}/],
  ['a key of a cloud', /AKIA[0-9A-Z]{16}|ghp_\w{36}|sk_live_\w{16}|xox[bp]-\w{10}|AIza[\w-]{35}|npm_\w{36}/],
  ['a bearer token', /(?:Bearer|Basic)\s+[A-Za-z0-9+/=_-]{24,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}/],
]

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.(?:js|css|html|json|map|svg)$/.test(file))

const found = (text: string): string[] => forbidden.filter(([, pattern]) => pattern.test(text)).map(([name]) => name)

/** Values of this process's environment that are named like a secret. */
const secretsOfEnvironment = (): string[] =>
  Object.entries(process.env).flatMap(([name, value = '']) =>
    /SECRET|TOKEN|PASSW|PRIVATE|CREDENTIAL|API_?KEY/i.test(name) && value.length >= 8 ? [value] : [],
  )

test.describe('the bundles', () => {
  test('hold no secret', () => {
    expect(existsSync(builds)).toBe(true)
    const all = files(builds)
    expect(all.length).toBeGreaterThan(20)
    const environment = secretsOfEnvironment()
    for (const file of all) {
      const text = readFileSync(file, 'utf8')
      expect([file, found(text)]).toEqual([file, []])
      expect([file, environment.some((secret) => text.includes(secret))]).toEqual([file, false])
    }
  })

  test('would be found out if they did', () => {
    expect(found('x="-----BEGIN PRIVATE KEY-----"')).toEqual(['a private key'])
    expect(found('"MC4CAQAwBQYDK2VwBCIEIFh0"')).toEqual(['a private key'])
    expect(found(`a="${demo.password}"`)).toEqual(['the demo password'])
    expect(found('fetch(u,{headers:{authorization:"Bearer 0123456789abcdef0123456789"}})')).toEqual(['a bearer token'])
  })
})
