import type { Browser, BrowserContext, Frame, Page, Request } from '@playwright/test'
import type { Rendered, Harness, Walls } from './harness-page.ts'
import type { ForeignRequest, LoopbackSite } from './loopback-site.ts'
import type { Vector } from './vectors.ts'

/** Something a message did that it must not. */
export interface Incident {
  readonly id: string
  readonly what: 'ran' | 'requested' | 'opened' | 'navigated' | 'changed' | 'violated' | 'threw'
  readonly detail: string
}

export interface Task {
  readonly site: LoopbackSite
  readonly walls: Walls
  readonly batch: readonly Vector[]
}

/** What hostile mail calls to show that it ran, in every frame. */
const tellCalls = (): void => {
  const view = window as unknown as Record<string, unknown>
  for (const name of ['alert', 'confirm', 'prompt', 'print']) {
    view[name] = (): void => (view['atriumRan'] as (name: string) => void)(name)
  }
}

const vectorOf = (frame: Frame | null, batch: readonly Vector[]): string => {
  for (let one = frame; one; one = one.parentFrame()) {
    const index = /^v-(\d+)$/.exec(one.name())?.[1]
    if (index !== undefined) return batch[Number(index)]?.id ?? '?'
  }
  return '?'
}

const ours = new Set(['/', '/harness.js', '/favicon.ico', '/bare-frame', '/mail-frame'])

const isForeign = (url: string, site: LoopbackSite): boolean =>
  /^https?:/.test(url) && !(url.startsWith(`${site.origin}/`) && ours.has(new URL(url).pathname))

const frameOf = (request: Request): Frame | null => {
  try {
    return request.frame()
  } catch {
    return null
  }
}

const isMailFrame = (frame: Frame): boolean => /^v-\d+$/.test(frame.name())

async function watch(context: BrowserContext, { site, walls, batch }: Task, incidents: Incident[]): Promise<Page> {
  const report = (id: string, what: Incident['what'], detail: string): void => {
    incidents.push({ id, what, detail: detail.slice(0, 160) })
  }
  await context.exposeBinding('atriumRan', ({ frame }, name: string) => report(vectorOf(frame, batch), 'ran', name))
  await context.addInitScript(tellCalls)
  const page = await context.newPage()
  context.on('page', (popup) => {
    if (popup !== page) report('?', 'opened', popup.url())
  })
  page.on('framenavigated', (frame) => {
    const moved = isMailFrame(frame) || frame === page.mainFrame()
    if (moved && !frame.url().startsWith(site.origin)) report(vectorOf(frame, batch), 'navigated', frame.url())
  })
  if (walls === 'none') {
    context.on('request', (request) => {
      if (isForeign(request.url(), site)) report(vectorOf(frameOf(request), batch), 'requested', request.url())
    })
  }
  if (walls.startsWith('frame')) {
    context.on('requestfailed', (request) => {
      // It got as far as our own door, which let it no further. What the policy stops fails otherwise.
      const left = /tunnel|proxy/i.test(request.failure()?.errorText ?? '')
      if (left && isForeign(request.url(), site)) report(vectorOf(frameOf(request), batch), 'requested', request.url())
    })
  }
  page.on('download', (download) => report('?', 'requested', download.url()))
  page.on('pageerror', (error) => report('?', 'threw', String(error)))
  await page.goto(site.origin)
  return page
}

/** What the browser requests from its vendor, with or without mail. */
const chatter =
  /^https?:\/\/(?:update|content-autofill|optimizationguide-pa|clients2|accounts)\.(?:googleapis|google)\.com[:/]/

/** What the frame's policy lets through at our own origin, which reveals nothing: images, and so prefetches. */
const ownOrigin = new Set(['image', 'empty'])

/**
 * Behind the frame alone a policy stops every request abroad but not the connection for it
 * (`preconnect`): that it was made shows here; whether anything was requested through it, the page's own
 * requests show. Only the sanitiser prevents both.
 */
const isHarmless = ({ abroad, use, url }: ForeignRequest, walls: Walls): boolean => {
  if (abroad && chatter.test(url)) return true
  return walls.startsWith('frame') && (abroad ? url.startsWith('https://') : ownOrigin.has(use))
}

const judge = (rendered: readonly Rendered[], batch: readonly Vector[]): Incident[] =>
  rendered.flatMap(({ lost, exact, stable }, index) => {
    const id = batch[index]?.id ?? '?'
    const found: Incident[] = []
    if (lost) found.push({ id, what: 'navigated', detail: 'the frame shows something else' })
    if (!exact) found.push({ id, what: 'changed', detail: 'the frame reads it differently than it was sanitised' })
    if (!stable) found.push({ id, what: 'changed', detail: 'sanitising again gives something else' })
    return found
  })

async function drawIn(context: BrowserContext, task: Task, incidents: Incident[]): Promise<void> {
  const page = await watch(context, task, incidents)
  const payloads = task.batch.map((vector) => vector.payload)
  const { rendered, violations } = await page.evaluate(
    async ({ walls, list }) => {
      const { harness } = window as unknown as { harness: Harness }
      return { rendered: await harness.run(walls, list), violations: harness.violations }
    },
    { walls: task.walls, list: payloads },
  )
  for (const detail of violations) incidents.push({ id: '?', what: 'violated', detail })
  incidents.push(...judge(rendered, task.batch))
}

/** Renders one batch in a page of its own and reports everything that happened. */
export async function drawBatch(browser: Browser, task: Task): Promise<Incident[]> {
  const context = await browser.newContext()
  const incidents: Incident[] = []
  task.site.takeRequests()
  try {
    await drawIn(context, task, incidents)
  } catch (thrown) {
    incidents.push({ id: '?', what: 'threw', detail: String(thrown) })
  } finally {
    await context.close()
  }
  const requests = task.site.takeRequests().filter((one) => !isHarmless(one, task.walls))
  return [
    ...incidents,
    ...requests.map((one): Incident => ({ id: '?', what: 'requested', detail: `${one.url} ${one.use}` })),
  ]
}
