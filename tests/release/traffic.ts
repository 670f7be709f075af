import type { APIRequestContext, Page } from '@playwright/test'

/** What goes wrong for people while something is done to the site. */
export interface Traffic {
  /** Requests that did not succeed, and how. */
  readonly failed: string[]
  /** Requests made. */
  readonly count: () => number
  readonly stop: () => Promise<void>
}

/** Every request of a page counts. */
export function watch(page: Page, failed: string[]): void {
  page.on('response', (response) => {
    if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    // A page that leaves, and a stream that is reopened, end requests by themselves.
    const reason = request.failure()?.errorText ?? ''
    if (!reason.includes('ERR_ABORTED')) failed.push(`${reason} ${request.url()}`)
  })
}

/** A visitor who repeatedly requests a page and every script it names. */
export function startTraffic(request: APIRequestContext, origin: string): Traffic {
  const failed: string[] = []
  const end = new AbortController()
  let count = 0
  const ask = async (address: string): Promise<string> => {
    count++
    const answer = await request.get(address)
    if (!answer.ok()) failed.push(`${answer.status()} ${address}`)
    return answer.text()
  }
  const visitor = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const html = await ask(`${origin}/`)
      for (const [, file = ''] of html.matchAll(/(?:src|href)="([^"]*\/releases\/[^"]+\.(?:js|css))"/g))
        await ask(new URL(file, origin).href)
      await ask(`${origin}/registry`)
      // The machine has to render pages too.
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const visits = visitor()
  return {
    failed,
    count: () => count,
    async stop() {
      end.abort()
      await visits
    },
  }
}
