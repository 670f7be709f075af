import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from '@playwright/test'
import { startBucket } from '@atrium/store/testing'
import { lastBuilds } from '@atrium/cli'
import { removeData, startServerProcess } from '../e2e/server-process.ts'
import { expect, signIn, test } from '../e2e/test.ts'
import { nextRelease } from './next-release.ts'
import { watch } from './traffic.ts'

const program = path.resolve(import.meta.dirname, '../../platform/cli/src/main.ts')

/** A new visitor with an empty cache; answers which releases of the inbox they got. */
async function visit(browser: Browser, origin: string, failed: string[]): Promise<string[]> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const versions = new Set<string>()
  page.on('request', (request) => {
    const version = /\/releases\/inbox\/([0-9a-f]{12})\//.exec(request.url())?.[1]
    if (version) versions.add(version)
  })
  watch(page, failed)
  await signIn(page, origin)
  await page.goto(`${origin}/`)
  await expect(
    page
      .getByRole('grid', { name: /^Conversations in/ })
      .getByRole('row')
      .first(),
  ).toBeVisible()
  // What is fetched ahead for the next click counts as well.
  let resources = 0
  await expect
    .poll(
      async () =>
        resources === (resources = await page.evaluate(() => performance.getEntriesByType('resource').length)),
      { intervals: [700] },
    )
    .toBe(true)
  await context.close()
  return [...versions]
}

test('a site whose releases are in a bucket: released, visited, rolled back, and alive while the bucket is silent', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const bucket = await startBucket()
  const release = async (...rest: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [program, 'release', ...rest, '--store', bucket.location],
      { env: { ...process.env, ...bucket.environment } },
    )
    return stdout + stderr
  }
  const fetched = (): string[] =>
    bucket.requests.filter((line) => /^GET .*\.(js|css|svg|woff2)(\.br|\.gz)?$/.test(line))
  const ofInbox = (): string[] => fetched().filter((line) => line.includes('/inbox/'))
  const builds = lastBuilds()
  for (const { folder } of builds) await release('--from', folder)
  const server = await startServerProcess({ ...bucket.environment, ATRIUM_STORE: bucket.location })
  const failed: string[] = []
  const inbox = nextRelease(builds.find(({ name }) => name === 'inbox')?.folder ?? '')

  expect(await visit(browser, server.origin, failed)).toEqual([inbox.previous])
  const before = ofInbox()
  expect(before.length).toBeGreaterThan(10)
  await release('--from', inbox.folder)
  await expect.poll(() => visit(browser, server.origin, failed), { timeout: 30_000 }).toEqual([inbox.version])
  const added = ofInbox().slice(before.length)
  expect(added.filter((line) => !line.includes(`/inbox/${inbox.version}/`))).toEqual([])

  await release('rollback', 'inbox')
  await expect.poll(() => visit(browser, server.origin, failed), { timeout: 30_000 }).toEqual([inbox.previous])
  expect(ofInbox()).toEqual([...before, ...added])
  // Each file was fetched from the bucket once, however many pages loaded it.
  const there = fetched().filter((line) => bucket.objects.has(line.slice('GET '.length)))
  expect(there.filter((line, index) => there.indexOf(line) !== index)).toEqual([])

  bucket.fault = () => 503
  expect(await visit(browser, server.origin, failed)).toEqual([inbox.previous])
  expect(failed).toEqual([])
  await server.stop()
  removeData(server)
  await bucket.close()
})
