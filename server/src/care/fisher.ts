/** How often something happened out of how often it could. */
export interface Share {
  readonly hits: number
  readonly of: number
}

const logFactorials: number[] = [0]
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++) logFactorials[next] = (logFactorials[next - 1] ?? 0) + Math.log(next)
  return logFactorials[n] ?? 0
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/**
 * Fisher's exact test, one-sided: the probability that `a` would be hit as often as it was, or more,
 * if it were no worse than `b`. Right for small numbers too.
 */
export function fisher(a: Share, b: Share): number {
  const hits = a.hits + b.hits
  const all = logChoose(a.of + b.of, hits)
  let probability = 0
  for (let k = a.hits; k <= Math.min(a.of, hits); k++) {
    if (hits - k <= b.of) probability += Math.exp(logChoose(a.of, k) + logChoose(b.of, hits - k) - all)
  }
  return Math.min(1, probability)
}
