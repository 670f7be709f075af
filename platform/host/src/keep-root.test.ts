import { expect, jest, test } from '@jest/globals'
import { keepRoot } from './page-guards.ts'

test('code that empties the body does not remove the page', async () => {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined)
  const root = document.createElement('div')
  root.innerHTML = '<input>'
  document.body.append(root)
  const stop = keepRoot(root)
  const field = root.querySelector('input')
  document.body.replaceChildren(document.createElement('p'))
  await Promise.resolve()
  expect(document.body.firstChild).toBe(root)
  expect(root.firstChild).toBe(field)
  expect(logged).toHaveBeenCalledTimes(1)
  stop()
})
