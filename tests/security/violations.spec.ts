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
    const counted = async (): Promise<string[]> => {
      const answer = await inbox.request.get(`${server.origin}/api/reports`)
      return Object.keys(((await answer.json()) as { kinds: Record<string, number> }).kinds).sort()
    }
    const kinds = ['csp-violation:img-src', 'csp-violation:require-trusted-types-for', 'csp-violation:style-src-elem']
    await expect.poll(counted).toEqual(expect.arrayContaining(kinds))
    expect(server.takeViolations().length).toBeGreaterThanOrEqual(3)
  })
})
