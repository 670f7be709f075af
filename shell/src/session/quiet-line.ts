/** Milliseconds without a request after which the page has what it asked for: long enough to draw, and ask again. */
const silence = 200

let open = 0
let timer: ReturnType<typeof setTimeout> | undefined
let fellQuiet: () => void = () => undefined

/** Fulfilled once what the page needed first has come, and nothing more was asked for. */
export const quiet = new Promise<void>((resolve) => {
  fellQuiet = resolve
})

/** The browser's `fetch` for what a person waits for: while it is at work, what could wait does. */
export const awaitedFetch: typeof fetch = async (...request) => {
  open += 1
  clearTimeout(timer)
  try {
    return await fetch(...request)
  } finally {
    open -= 1
    if (open === 0) timer = setTimeout(fellQuiet, silence)
  }
}
