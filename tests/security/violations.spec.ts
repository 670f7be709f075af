import { expect, test } from '../e2e/test.ts'

test.describe('a violated policy', () => {
  test('is reported, counted by kind, and fails the test it happens in', async ({ inbox, server }) => {
    await expect(inbox.getByRole('row').first()).toBeVisible()
    expect(server.takeViolations()).toEqual([])
    await inbox.evaluate(() => {
      const image = new Image()
      image.src = 'https://tracker.example/p.gif'
      const style = document.createElement('style')
      style.textContent = 'body { color: red }'
      document.head.append(style)
      try {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>')
      } catch {}
    })
    await inbox.evaluate(async () => {
      const frame = document.createElement('iframe')
      frame.src = '/mail-frame'
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      document.body.append(frame)
      await loaded
      const image = frame.contentDocument?.createElement('img')
      if (image) image.src = 'https://tracker.example/who-reads/this'
      if (image) frame.contentDocument?.body.append(image)
    })
    const counted = async (): Promise<string[]> => {
      const response = await inbox.request.get(`${server.origin}/api/reports`)
      return Object.keys(((await response.json()) as { kinds: Record<string, number> }).kinds).sort()
    }
    const kinds = [
      'csp-violation:img-src',
      'csp-violation:require-trusted-types-for',
      'csp-violation:style-src-elem',
      'mail:csp-violation:img-src',
    ]
    await expect.poll(counted).toEqual(expect.arrayContaining(kinds))
    const violations = server.takeViolations()
    expect(violations.length).toBeGreaterThanOrEqual(4)
    expect(violations).toContain('report: mail:csp-violation:img-src "https://tracker.example"')
  })
})
