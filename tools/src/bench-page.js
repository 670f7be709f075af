// Runs first in the page. Reports when a row of the list has been painted, and the largest paint.
const seen = new Promise((resolve) => {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('[role=row][data-index]')) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
  })
  observer.observe(document, { childList: true, subtree: true })
})
let largest = 0
new PerformanceObserver((list) => {
  largest = list.getEntries().at(-1).startTime
}).observe({ type: 'largest-contentful-paint', buffered: true })
// The browser reports a paint somewhat later: the row may be the largest itself.
const reported = () => new Promise((resolve) => setTimeout(resolve, 500))
globalThis.atriumBench = async () => {
  const ready = await seen
  await reported()
  return { ready, lcp: largest }
}
