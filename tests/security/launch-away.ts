import { chromium, type Browser } from '@playwright/test'

/** A browser for which everything abroad is at one address of our own, and no name is looked up. */
export function launchAway(sink: string): Promise<Browser> {
  const executablePath = process.env['ATRIUM_BROWSER']
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      `--proxy-server=${sink}`,
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
}
