/** How often something happened out of how often it could. */
export interface Share {
  readonly hits: number
  readonly of: number
}

const logFactorials: number[] = [0]
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next++)
    logFactorials[next] = (logFactorials[next - 1] ?? 0) + Math.log(next)
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

/** Complementary error function (Abramowitz and Stegun, 7.1.26); error below 2e-7. */
function tail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const half = 0.5 * polynomial * Math.exp(-x * x)
  return z >= 0 ? half : 1 - half
}

interface Ranked {
  readonly value: number
  readonly ofA: boolean
}

function rankSum(ranked: readonly Ranked[]): number {
  let sum = 0
  for (let start = 0; start < ranked.length;) {
    let end = start
    while (end < ranked.length && ranked[end]?.value === ranked[start]?.value) end++
    // Equal values share the mean of their ranks.
    const rank = (start + 1 + end) / 2
    for (; start < end; start++) if (ranked[start]?.ofA) sum += rank
  }
  return sum
}

/**
 * Mann-Whitney U test, one-sided, by the normal approximation (for eight values or more on each side):
 * the probability that `a` would be as large as it is if it came from where `b` comes from.
 */
export function rankSumTest(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((value) => ({ value, ofA: true })), ...b.map((value) => ({ value, ofA: false }))]
  const sum = rankSum(ranked.sort((one, other) => one.value - other.value))
  const mean = (a.length * (a.length + b.length + 1)) / 2
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)
  return deviation === 0 ? 1 : tail((sum - mean - 0.5) / deviation)
}
