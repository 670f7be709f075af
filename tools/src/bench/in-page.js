// Runs in the page before anything of it. Tells when a row of the list has been painted, and the largest paint.
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
// The browser tells of a paint somewhat after it: the row may be the largest itself.
const told = () => new Promise((resolve) => setTimeout(resolve, 500))
globalThis.atriumBench = async () => {
  const firstRow = await seen
  await told()
  return { firstRow, lcp: largest }
}
