// Runs in the browser, in the page around the frames.
import { frameSandbox, type MailContent, mountMail, renderMail, sanitise } from '@atrium/mail-html'

/** Which walls stand. */
export type Walls = 'both' | 'frame' | 'frame-written' | 'sanitiser' | 'none'

export interface Rendered {
  /** What the frame holds is byte for byte what the sanitiser gave. */
  readonly exact: boolean
  /** Sanitising once more changes nothing. */
  readonly stable: boolean
  /** The frame shows something that is not ours any more. */
  readonly lost: boolean
}

type FrameWindow = Window & typeof globalThis

const load = (frame: HTMLIFrameElement, url: string): Promise<void> =>
  new Promise((resolve) => {
    frame.addEventListener('load', () => resolve(), { once: true })
    frame.src = url
    document.body.append(frame)
  })

const plainFrame = async (url: string, name: string, sandbox: string | null): Promise<HTMLIFrameElement> => {
  const frame = document.createElement('iframe')
  frame.name = name
  if (sandbox !== null) frame.setAttribute('sandbox', sandbox)
  await load(frame, url)
  return frame
}

const mountedContent = (content: MailContent, name = 'mail', theme: 'light' | 'dark' = 'light') =>
  new Promise<HTMLIFrameElement>((resolve, reject) => {
    const box = document.createElement('div')
    document.body.append(box)
    const mail = mountMail(box, { content, theme, onRendered: () => resolve(mail.frame), onError: reject })
    mail.frame.name = name
  })

const mounted: Harness['mounted'] = (html, name, theme) => mountedContent({ html }, name, theme)

/** What a user does with a mail without following a link that leads anywhere. */
const touch = (frame: HTMLIFrameElement, walls: Walls): void => {
  const inside = frame.contentDocument
  const view = frame.contentWindow as FrameWindow | null
  if (!inside || !view) return
  // Behind the frame alone a link without a target is the user's own way out of it.
  const links = walls.startsWith('frame') ? 'a, area' : 'a[target]'
  const { closest, dispatchEvent } = view.Element.prototype
  // From the prototype: a picture called `querySelectorAll` would stand in its place.
  for (const element of [...view.Document.prototype.querySelectorAll.call(inside, '*')].slice(0, 60)) {
    for (const type of ['mouseover', 'mouseenter', 'pointerdown', 'focus', 'focusin']) {
      dispatchEvent.call(element, new view.Event(type, { bubbles: true }))
    }
    if (!closest.call(element, links) && element instanceof view.HTMLElement)
      view.HTMLElement.prototype.click.call(element)
  }
}

const frameFor = async (walls: Walls, html: string, name: string): Promise<HTMLIFrameElement> => {
  if (walls === 'both') return mounted(html, name)
  if (walls === 'sanitiser') {
    const frame = await plainFrame('/bare-frame', name, null)
    renderMail(frame, { html })
    return frame
  }
  const bare = walls === 'none'
  const frame = await plainFrame(bare ? '/bare-frame' : '/mail-frame', name, bare ? null : frameSandbox)
  const inside = frame.contentDocument
  if (!inside) throw new Error('no document')
  if (walls === 'frame') inside.body.innerHTML = html
  else {
    inside.open()
    inside.write(html)
    inside.close()
  }
  return frame
}

const judge = (frame: HTMLIFrameElement, walls: Walls, html: string): Rendered => {
  const view = frame.contentWindow as FrameWindow
  const inside = frame.contentDocument
  if (!inside) return { exact: true, stable: true, lost: true }
  if (walls !== 'both' && walls !== 'sanitiser') return { exact: true, stable: true, lost: false }
  const rendered = inside.body.innerHTML
  const once = sanitise(html, view)
  return { exact: sanitise(rendered, view) === rendered, stable: sanitise(once, view) === once, lost: false }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const one = async (walls: Walls, html: string, name: string): Promise<Rendered> => {
  const frame = await frameFor(walls, html, name)
  await wait(60)
  touch(frame, walls)
  await wait(90)
  const rendered = judge(frame, walls, html)
  const box = frame.parentElement === document.body ? frame : frame.parentElement
  box?.remove()
  return rendered
}

/** What the product made of a message. */
export interface Shown {
  readonly text: string
  readonly trackers: number
  readonly blockedImages: number
  readonly refused: string | null
  readonly warnings: readonly (readonly string[])[]
}

const shown = (html: string, images: 'blocked' | 'proxied'): Promise<Shown> =>
  new Promise((resolve, reject) => {
    const box = document.createElement('div')
    document.body.append(box)
    const mail = mountMail(box, {
      content: { html },
      images,
      onError: reject,
      onRendered: ({ trackers, blockedImages, refused, links }) => {
        const text = mail.frame.contentDocument?.body.textContent ?? ''
        resolve({ text, trackers, blockedImages, refused, warnings: links.map(({ warnings }) => warnings) })
      },
    })
  })

export interface Harness {
  /** Renders every payload in a frame of its own, named `v-<index>`. */
  readonly run: (walls: Walls, payloads: readonly string[]) => Promise<Rendered[]>
  readonly violations: string[]
  /** Renders one payload as the product does, and leaves it in the page. */
  readonly mounted: (html: string, name: string, theme?: 'light' | 'dark') => Promise<HTMLIFrameElement>
  readonly mountedContent: (content: MailContent) => Promise<HTMLIFrameElement>
  /** Renders one as the product does, and reports what came of it. */
  readonly shown: (html: string, images: 'blocked' | 'proxied') => Promise<Shown>
  readonly texts: (mails: readonly string[]) => Promise<Pick<Shown, 'text' | 'refused'>[]>
}

/** Renders one message after the other into one frame. */
const texts = async (mails: readonly string[]): Promise<Pick<Shown, 'text' | 'refused'>[]> => {
  const frame = await plainFrame('/mail-frame', 'texts', frameSandbox)
  const results = mails.map((html) => {
    const { refused } = renderMail(frame, { html })
    return { text: frame.contentDocument?.body.textContent?.trim() ?? '', refused }
  })
  frame.remove()
  return results
}

const violations: string[] = []
document.addEventListener('securitypolicyviolation', (event) =>
  violations.push(`${event.effectiveDirective} ${event.sample}`),
)

const harness: Harness = {
  violations,
  mounted,
  mountedContent,
  shown,
  texts,
  run: (walls, payloads) => Promise.all(payloads.map((html, index) => one(walls, html, `v-${index}`))),
}

Object.assign(window, { harness })
