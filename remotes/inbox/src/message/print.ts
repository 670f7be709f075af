/** Milliseconds that printing waits for messages that were expanded for it. Beyond it: what is there is printed. */
const maxWait = 5000

const isRendered = (article: Element): boolean => article.querySelector('[data-rendered="false"]') === null

/** Resolves when every expanded message of a conversation is on the page. */
function rendered(article: Element): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      observer.disconnect()
      clearTimeout(timer)
      resolve()
    }
    const check = (): void => void (isRendered(article) && end())
    const observer = new MutationObserver(check)
    const timer = setTimeout(end, maxWait)
    observer.observe(article, { subtree: true, childList: true, attributeFilter: ['data-rendered'] })
    // What was expanded just now is committed before the next frame.
    requestAnimationFrame(check)
  })
}

/** Prints all of a conversation. @param expand Shows every message in full. */
export async function printConversation(article: HTMLElement, expand: () => void): Promise<void> {
  expand()
  await rendered(article)
  window.print()
}

/** Prints one message under the subject of its conversation. @param element In the message. */
export function printMessage(element: Element): void {
  const message = element.closest('[data-message]')
  const article = element.closest('article')
  if (!message || !article) return
  message.setAttribute('data-printed', '')
  article.setAttribute('data-print', 'one')
  const end = (): void => {
    message.removeAttribute('data-printed')
    article.removeAttribute('data-print')
  }
  window.addEventListener('afterprint', end, { once: true })
  window.print()
}
