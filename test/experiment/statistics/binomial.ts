/** Exact binomial tails, for claims about how often something happens. */

/** P(X ≤ k) for X ~ Bin(n, p). */
export function binomialAtMost(k: number, n: number, p: number): number {
  let log = n * Math.log1p(-p)
  let sum = Math.exp(log)
  for (let i = 1; i <= k; i++) {
    log += Math.log(((n - i + 1) / i) * (p / (1 - p)))
    sum += Math.exp(log)
  }
  return Math.min(1, sum)
}

/** Whether `hits` of `n` can be chance when each has probability p: neither tail is below `level`. */
export function consistent(hits: number, n: number, p: number, level = 0.001): boolean {
  return binomialAtMost(hits, n, p) > level && 1 - binomialAtMost(hits - 1, n, p) > level
}
