import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, signUp } from '../e2e/test.ts'
import { test } from './test.ts'

const fixtures = path.resolve(import.meta.dirname, '../../dist/fixtures')

test.describe('a canary', () => {
  test('that is broken harms no user and is halted for all users after a few visits', async ({
    open,
    page,
    remote,
    site,
  }) => {
    await site.release('falls-at-mount', path.join(fixtures, 'previous/falls-at-mount'))
    const canary = await site.tryOut('falls-at-mount', path.join(fixtures, 'falls-at-mount'), 100)
    const care = path.join(site.store, 'care.json')
    const server = remote('falls-at-mount')
    const tried = () => server.requests.filter((url) => url.includes(`/${canary.version}/`)).length
    for (let visit = 0; visit < 5; visit++) {
      // One person alone decides nothing.
      if (visit > 2) {
        const name = `canary-${visit}`
        await signUp(page, site.origin, { name, address: `${name}@atrium.test`, password: 'feathers and coal' })
      }
      const reported = page.waitForResponse((response) => {
        const request = response.request()
        return (
          request.url().endsWith('/api/reports') &&
          (request.postData() ?? '').includes(`"release":"${canary.version}","code"`)
        )
      })
      await open('/falls-at-mount')
      await expect(page.getByText('The release before')).toBeVisible()
      await reported
    }
    expect(tried()).toBeGreaterThan(0)
    await expect.poll(() => existsSync(care)).toBe(true)
    expect(JSON.parse(readFileSync(care, 'utf8'))).toMatchObject({
      stopped: [
        {
          remote: 'falls-at-mount',
          version: canary.version,
          reason: expect.stringMatching(/^failed in 5 of 5 visits/),
        },
      ],
    })
    const before = tried()
    await open('/falls-at-mount')
    await expect(page.getByText('The release before')).toBeVisible()
    expect(tried()).toBe(before)
  })
})
