/** Statistics of points in time, as plain second implementations. Times are in seconds. */

/** Differences between neighbours, the first from 0. */
export function gapsOf(times: readonly number[]): number[] {
  return times.map((time, i) => time - (times[i - 1] ?? 0))
}

/** How many times lie in each of the intervals of this width up to `until`; a last interval that is not whole is left out. */
export function countsIn(times: readonly number[], width: number, until: number): number[] {
  const counts = Array.from({ length: Math.floor(until / width + 1e-9) }, () => 0)
  for (const time of times) {
    const place = Math.floor(time / width)
    if (place < counts.length) counts[place]!++
  }
  return counts
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function variance(values: readonly number[]): number {
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}

/** Variance of counts over their mean: 1 for a Poisson process on every scale. */
export function dispersion(counts: readonly number[]): number {
  return variance(counts) / mean(counts)
}

/** How many standard errors the mean of independent estimates is away from what it should be. */
export function deviations(estimates: readonly number[], expected: number): number {
  return (mean(estimates) - expected) / Math.sqrt(variance(estimates) / estimates.length)
}

/** The probability of a sample further from this distribution than the given one, by Kolmogorov and Smirnov, for large samples. */
export function kolmogorovSmirnov(sample: readonly number[], distribution: (x: number) => number): number {
  const sorted = sample.toSorted((a, b) => a - b)
  const n = sorted.length
  let distance = 0
  for (const [i, x] of sorted.entries()) {
    const share = distribution(x)
    distance = Math.max(distance, (i + 1) / n - share, share - i / n)
  }
  // Stephens (1970) brings samples of any size onto the limiting distribution.
  const scaled = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance
  if (scaled < 0.3) return 1
  let probability = 0
  for (let k = 1; k <= 100; k++) probability += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * scaled * scaled)
  return Math.min(1, Math.max(0, probability))
}

export function exponential(x: number): number {
  return 1 - Math.exp(-x)
}

export function uniform(x: number): number {
  return Math.min(1, Math.max(0, x))
}

/**
 * The Hurst parameter of a series by the local Whittle estimator (Robinson 1995) over its lowest frequencies: the H that minimises
 * log mean(λ^(2H - 1) I(λ)) - (2H - 1) mean(log λ), found by golden section.
 */
export function localWhittle(series: readonly number[], frequencies: number): number {
  const n = series.length
  const middle = mean(series)
  const lambda: number[] = []
  const power: number[] = []
  for (let j = 1; j <= frequencies; j++) {
    const step = (2 * Math.PI * j) / n
    // Goertzel's recursion for one frequency.
    const twice = 2 * Math.cos(step)
    let last = 0
    let before = 0
    for (const value of series) {
      const next = value - middle + twice * last - before
      before = last
      last = next
    }
    lambda.push(step)
    power.push(last * last + before * before - twice * last * before)
  }
  const meanLog = mean(lambda.map(Math.log))
  const objective = (h: number): number =>
    Math.log(mean(lambda.map((frequency, i) => frequency ** (2 * h - 1) * power[i]!))) - (2 * h - 1) * meanLog
  let low = 0.01
  let high = 1.2
  const golden = (Math.sqrt(5) - 1) / 2
  while (high - low > 1e-4) {
    const left = high - golden * (high - low)
    const right = low + golden * (high - low)
    if (objective(left) < objective(right)) high = right
    else low = left
  }
  return (low + high) / 2
}
