import { test as base, expect, type Page } from '@playwright/test'
import { removeData, startServerProcess, type ServerProcess } from './server-process.ts'

export interface Account {
  readonly address: string
  readonly password: string
}

interface WorkerFixtures {
  /** A server of this worker's own, with the demo mailbox. */
  readonly server: ServerProcess
}

interface Fixtures {
  /** A page signed in as the demo user, at the inbox. */
  readonly inbox: Page
  /** What went wrong in the page: errors, failed requests of our own, violated policies. Empty at the end. */
  readonly trouble: string[]
  /** Fails a test in whose page a policy was violated, whatever else it looked at. */
  readonly noViolations: undefined
}

export const demo: Account = { address: 'demo@atrium.test', password: 'try-atrium-now' }

let people = 0

/** A person without an account: tests of several files share a server, so each has an address of its own. */
export const person = (name: string): Account & { readonly name: string } => ({
  name,
  address: `${name}-${++people}@atrium.test`,
  password: 'first of her words',
})

/** Signs in without typing: the form has its own test. */
export async function signIn(page: Page, origin: string, { address, password }: Account = demo): Promise<void> {
  const response = await page.request.post(`${origin}/api/session`, {
    data: { address, password },
    headers: { origin },
  })
  expect(response.status(), await response.text()).toBe(200)
}

export async function signUp(page: Page, origin: string, person: Account & { readonly name: string }): Promise<void> {
  const response = await page.request.post(`${origin}/api/accounts`, { data: person, headers: { origin } })
  expect(response.status(), await response.text()).toBe(201)
}

/** Lets a test fail for anything the console or the browser complains about. */
export function watchForTrouble(page: Page, trouble: string[]): void {
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`)
  })
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await startServerProcess()
      await use(server)
      await server.stop()
      removeData(server)
    },
    { scope: 'worker' },
  ],
  noViolations: [
    async ({ server }, use) => {
      server.takeViolations()
      await use(undefined)
      expect(server.takeViolations()).toEqual([])
    },
    { auto: true },
  ],
  trouble: async ({ page }, use) => {
    const trouble: string[] = []
    watchForTrouble(page, trouble)
    await use(trouble)
    expect(trouble).toEqual([])
  },
  inbox: async ({ page, server }, use) => {
    await signIn(page, server.origin)
    await page.goto(`${server.origin}/`)
    await use(page)
  },
})

export { expect }
