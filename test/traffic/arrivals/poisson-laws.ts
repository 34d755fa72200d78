/** What every Poisson process obeys, as tests that a generator passes or fails by name, and generators that distort the process. */
import { chiSquareQuantile } from '../chi-square.ts'
import { countsIn, dispersion, exponential, gapsOf, kolmogorovSmirnov, mean, uniform, variance } from './point-process.ts'

/** Times in seconds from 0 to `until`, for a seed. */
export type Generator = (seed: number, until: number) => number[]

/** Per second. */
export const RATE = 50
const SPAN = 3_600
/** A right generator fails one law in a thousand seeds. */
const RARE = 0.001
/** The normal deviate of half of that. */
const Z = 3.29

const within = (value: number, degrees: number): boolean => value > chiSquareQuantile(degrees, -Z) && value < chiSquareQuantile(degrees, Z)

function largest(values: Iterable<number>): number {
  let found = -Infinity
  for (const value of values) found = Math.max(found, value)
  return found
}

/** The chi-square interval of the index of dispersion. */
function isDispersed(counts: readonly number[]): boolean {
  return within(dispersion(counts) * (counts.length - 1), counts.length - 1)
}

type Law = (times: readonly number[], generate: Generator) => boolean

const laws: Readonly<Record<string, Law>> = {
  'gaps are exponential': (times) =>
    kolmogorovSmirnov(
      gapsOf(times).map((gap) => gap * RATE),
      exponential,
    ) > RARE,
  'given their number, times are uniform': (times) =>
    kolmogorovSmirnov(
      times.map((time) => time / SPAN),
      uniform,
    ) > RARE,
  'neighbouring gaps are uncorrelated'(times) {
    const gaps = gapsOf(times).map((gap) => gap * RATE - 1)
    const sum = gaps.reduce((total, gap, i) => total + gap * (gaps[i + 1] ?? 0), 0)
    return Math.abs(sum / Math.sqrt(gaps.length)) < Z
  },
  'counts are dispersed as they should be at 1 s': (times) => isDispersed(countsIn(times, 1, SPAN)),
  'counts are dispersed as they should be at 10 s': (times) => isDispersed(countsIn(times, 10, SPAN)),
  'counts are dispersed as they should be at 60 s': (times) => isDispersed(countsIn(times, 60, SPAN)),
  // Of 180,000 gaps in whole nanoseconds, seven are hardly ever the same.
  'no gap is there many times'(times) {
    const seen = new Map<number, number>()
    for (const gap of gapsOf(times)) {
      const ns = Math.round(gap * 1e9)
      seen.set(ns, (seen.get(ns) ?? 0) + 1)
    }
    return largest(seen.values()) < 7
  },
  // The largest of n unit exponentials, less log n, has Gumbel's distribution.
  'the largest gap is as large as it should be'(times) {
    const excess = largest(gapsOf(times)) * RATE - Math.log(times.length)
    const below = Math.exp(-Math.exp(-excess))
    return below > RARE / 2 && below < 1 - RARE / 2
  },
  'numbers vary between seeds as they should'(_times, generate) {
    const numbers = Array.from({ length: 300 }, (_, seed) => generate(seed + 1, 10).length)
    return Math.abs(mean(numbers) - RATE * 10) < Z * Math.sqrt((RATE * 10) / 300) && within((variance(numbers) / (RATE * 10)) * 299, 299)
  },
}

/** The laws that a generator of this rate breaks. */
export function brokenLaws(generate: Generator, seed = 1): string[] {
  const times = generate(seed, SPAN)
  return Object.entries(laws).flatMap(([name, holds]) => (holds(times, generate) ? [] : [name]))
}

function gapsUntil(generate: Generator, seed: number, until: number, change: (gap: number) => number): number[] {
  const changed: number[] = []
  let time = 0
  for (const gap of gapsOf(generate(seed, until * 1.2))) {
    time += change(gap)
    if (time >= until) break
    changed.push(time)
  }
  return changed
}

/** What public load generators do to a Poisson process. */
export const distortions: Readonly<Record<string, (generate: Generator) => Generator>> = {
  /** No gap is longer than three mean ones (Vidur). */
  'truncated gaps': (generate) => (seed, until) => gapsUntil(generate, seed, until, (gap) => Math.min(gap, 3 / RATE)),
  /** Gaps are scaled so that the last of N arrivals is at N / rate (the benchmark of vLLM). */
  'rescaled totals': (generate) => (seed, until) => {
    const wanted = until * RATE
    const first = generate(seed, until * 1.5 + 1).slice(0, wanted)
    return first.map((time) => (time / first.at(-1)!) * until)
  },
  /** Every window of ten minutes has the same number of arrivals, and the gaps in it are scaled to fill it (ServeGen). */
  'fixed counts': (generate) => (seed, until) => {
    const window = Math.min(600, until)
    const perWindow = Math.ceil(RATE * window)
    const gaps = gapsOf(generate(seed, until * 1.5 + 1))
    return Array.from({ length: Math.ceil(until / window) }, (_, i) => {
      const own = gaps.slice(i * perWindow, (i + 1) * perWindow)
      const scale = window / own.reduce((sum, gap) => sum + gap, 0)
      let time = i * window
      return own.map((gap) => (time += gap * scale)).slice(0, -1)
    }).flat()
  },
}
