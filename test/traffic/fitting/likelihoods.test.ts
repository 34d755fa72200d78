import { all, create } from 'mathjs'
import { describe, expect, test } from 'vitest'
import type { Candidate } from '../../../src/traffic/fitting/candidate.ts'
import { hawkes } from '../../../src/traffic/fitting/hawkes.ts'
import { logRate } from '../../../src/traffic/fitting/log-rate.ts'
import { mmpp } from '../../../src/traffic/fitting/mmpp.ts'
import { observedCounts, observedTimes, type ObservedArrivals } from '../../../src/traffic/fitting/observed-arrivals.ts'
import { poisson } from '../../../src/traffic/fitting/poisson.ts'
import { gammaRenewal } from '../../../src/traffic/fitting/renewal.ts'
import { ratesAtKnots, varyingRate } from '../../../src/traffic/fitting/varying-rate.ts'
import { Stream } from '../../../src/random/stream.ts'

const math = create(all!)

/** Bursty times, in seconds: gaps of two sizes. */
function times(count: number): number[] {
  const stream = new Stream(7, 'test').at(1, 0)
  const found = [0]
  while (found.length < count) found.push(found.at(-1)! + stream.exponential() * (stream.uniform() < 0.3 ? 2 : 0.1))
  return found
}

const SECONDS = times(60)
const ARRIVALS = observedTimes(Float64Array.from(SECONDS, (time) => time * 1e9))
const AFTER = ARRIVALS.times!.slice(1)

const total = (candidate: Candidate, coordinates: readonly number[], arrivals: ObservedArrivals = ARRIVALS): number =>
  candidate
    .likelihood(arrivals)(coordinates)
    .reduce((sum, score) => sum + score, 0)

test('Poisson: n log λ − λ T', () => {
  expect(total(poisson, [Math.log(3)])).toBeCloseTo(59 * Math.log(3) - 3 * ARRIVALS.span, 8)
})

test('gamma renewal: the sum of log densities of the gaps, however blocks cut them', () => {
  const [rate, shape] = [2, 0.7]
  const density = (gap: number): number =>
    shape * Math.log(shape * rate) + (shape - 1) * Math.log(gap) - shape * rate * gap - Math.log(math.gamma(shape))
  const direct = AFTER.reduce((sum, time, i) => sum + density(time - ARRIVALS.times![i]!), 0)
  expect(total(gammaRenewal, [Math.log(rate), Math.log(shape)])).toBeCloseTo(direct, 7)
})

test('gamma renewal of shape 1 is Poisson, block by block', () => {
  const gamma = gammaRenewal.likelihood(ARRIVALS)([Math.log(2), 0])
  const counts = ARRIVALS.blockEnds.map(
    (end, block) => AFTER.filter((time) => time <= end && time > (ARRIVALS.blockEnds[block - 1] ?? 0)).length,
  )
  const lengths = ARRIVALS.blockEnds.map((end, block) => end - (ARRIVALS.blockEnds[block - 1] ?? 0))
  for (const [block, score] of gamma.entries()) expect(score).toBeCloseTo(counts[block]! * Math.log(2) - 2 * lengths[block]!, 7)
})

test('Hawkes: the double sum over all earlier arrivals', () => {
  const [rate, branching, decay] = [1.5, 0.6, 4]
  const past = rate / decay
  const base = rate * (1 - branching)
  const intensity = (at: number): number =>
    base +
    branching *
      decay *
      (past * Math.exp(-decay * at) + ARRIVALS.times!.reduce((sum, time) => sum + (time < at ? Math.exp(-decay * (at - time)) : 0), 0))
  const compensator =
    base * ARRIVALS.span +
    branching *
      (past * (1 - Math.exp(-decay * ARRIVALS.span)) +
        ARRIVALS.times!.reduce((sum, time) => sum + 1 - Math.exp(-decay * (ARRIVALS.span - time)), 0))
  const direct = AFTER.reduce((sum, time) => sum + Math.log(intensity(time)), 0) - compensator
  expect(total(hawkes, [Math.log(rate), Math.log(branching / (1 - branching)), Math.log(decay - 10 / ARRIVALS.span)])).toBeCloseTo(
    direct,
    7,
  )
})

test('MMPP: a product of matrix exponentials', () => {
  const [calm, busy, calmDwell, busyDwell] = [1, 6, 3, 0.8]
  const generator = math.matrix([
    [-1 / calmDwell - calm, 1 / calmDwell],
    [1 / busyDwell, -1 / busyDwell - busy],
  ])
  const rates = math.diag([calm, busy])
  const start = [calmDwell * calm, busyDwell * busy]
  let row = math.matrix([start.map((weight) => weight / (start[0]! + start[1]!))])
  let log = 0
  for (const [i, time] of AFTER.entries()) {
    const step = math.expm(math.multiply(generator, time - ARRIVALS.times![i]!))
    row = math.multiply(math.multiply(row, step), rates)
    const size = math.sum(row) as number
    log += Math.log(size)
    row = math.divide(row, size) as never
  }
  expect(total(mmpp, [Math.log(calm), Math.log(busy / calm - 1), Math.log(calmDwell), Math.log(busyDwell)])).toBeCloseTo(log, 6)
})

describe('ARIMA on the log rate', () => {
  const counts = Float64Array.from({ length: 40 }, (_, interval) => [3, 8, 0, 5][interval % 4]! + Math.floor(interval / 8))

  test('is the Poisson likelihood when nothing wanders', () => {
    const arrivals = observedCounts(counts, 2)
    expect(total(logRate, [Math.log(2.5), 0, Math.log(1e-6)], arrivals)).toBeCloseTo(total(poisson, [Math.log(2.5)], arrivals), 4)
  })

  test('is within 0.01 nats an interval of a filter on a fine grid of log rates', () => {
    const [median, width, noise] = [Math.log(2.5), 2, 0.3]
    const arrivals = observedCounts(counts, width)
    // −1 / ln φ = √(span / 10 / width) intervals, in the middle of what is allowed.
    const phi = Math.exp(-1 / Math.sqrt(counts.length / 10))
    const spread = noise / Math.sqrt(1 - phi * phi)
    const step = 0.02
    const grid = Array.from({ length: 301 }, (_, i) => (i - 150) * step)
    const normal = (x: number, sd: number): number => Math.exp(-0.5 * (x / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI))
    let belief = grid.map((x) => normal(x, spread))
    let exact = 0
    for (const count of counts) {
      const joint = belief.map((weight, i) => weight * Math.exp(count * (median + grid[i]!) - width * Math.exp(median + grid[i]!)))
      const evidence = joint.reduce((a, b) => a + b, 0) * step
      exact += Math.log(evidence)
      belief = grid.map((to) => joint.reduce((sum, weight, i) => sum + weight * normal(to - phi * grid[i]!, noise), 0) * (step / evidence))
    }
    expect(Math.abs(total(logRate, [median, 0, Math.log(noise)], arrivals) - exact) / counts.length).toBeLessThan(0.01)
  })
})

test('a varying rate with equal knots is Poisson', () => {
  const found = total(
    varyingRate,
    Array.from({ length: 7 }, () => 2),
  )
  expect(found).toBeCloseTo(total(poisson, [Math.log(2)]), 6)
})

test('a varying rate is estimated where its likelihood has no slope', () => {
  const learns = Array.from({ length: 20 }, () => true)
  const rates = [...ratesAtKnots(ARRIVALS, learns)]
  const best = total(varyingRate, rates)
  for (const knot of rates.keys()) {
    for (const factor of [0.97, 1.03]) {
      const other = rates.map((rate, one) => (one === knot ? rate * factor : rate))
      expect(total(varyingRate, other)).toBeLessThan(best + 1e-3)
    }
  }
})
