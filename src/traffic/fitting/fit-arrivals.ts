/** An honest choice among processes: each is learnt from every second block of time and judged on the others, and the simplest that is not shown to be worse is proposed. */
import { mean, sampleStandardDeviation } from 'simple-statistics'
import { inverse } from '../../timeseries/linear-equations.ts'
import { hessian, minimise } from '../../timeseries/minimise.ts'
import type { BlockLikelihood, Candidate, FittedParameter } from './candidate.ts'
import { hawkes } from './hawkes.ts'
import { logRate } from './log-rate.ts'
import { mmpp } from './mmpp.ts'
import { BLOCKS, type ObservedArrivals } from './observed-arrivals.ts'
import { poisson } from './poisson.ts'
import { gammaRenewal } from './renewal.ts'
import { varyingRate } from './varying-rate.ts'

export const candidates: readonly Candidate[] = [poisson, gammaRenewal, varyingRate, hawkes, mmpp, logRate]

/** So many blocks of 20 do not agree by chance (a sign test at 0.3 %), where they agree on anything: a process that has shrunk to a simpler one agrees with it but for rounding. */
const AGREEING = 17
const LEAST_NATS = 3
/** Quantile of t with 19 degrees of freedom: an interval of 95 %. */
const T = 2.093

export interface FittedProcess {
  readonly name: string
  readonly meaning: string
  /** Log-likelihood of what was held back, in nats for each arrival. */
  readonly score: number
  /** How much better than the best of the others: the mean over blocks, per arrival, with the half-width of its 95 % interval. */
  readonly behind: { readonly value: number; readonly halfWidth: number } | null
  /** On all arrivals. */
  readonly logLikelihood: number
  readonly parameters: readonly (FittedParameter & { readonly standardError: number | null })[]
  readonly scenario: Readonly<Record<string, unknown>>
  /** How many parameters it has. */
  readonly freedom: number
  /** That it is behind the best may be chance. */
  readonly isTie: boolean
}

export interface FitResult {
  /** Best score first. */
  readonly ranked: readonly FittedProcess[]
  /** The simplest one whose deficit may be chance. */
  readonly chosen: FittedProcess
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
}

/**
 * Fits every candidate to arrivals, and ranks them by the log-likelihood of the blocks that were held back (two folds: even and odd blocks).
 */
export function fitArrivals(arrivals: ObservedArrivals, among: readonly Candidate[] = candidates): FitResult {
  const refused = among.flatMap((candidate) => {
    const reason = candidate.unfit?.(arrivals)
    return reason === undefined ? [] : [{ name: candidate.name, reason }]
  })
  const judged = among
    .filter(({ name }) => !refused.some((one) => one.name === name))
    .map((candidate) => ({ candidate, ...learntAndHeldBack(candidate, arrivals) }))
  const total = (blocks: Float64Array): number => blocks.reduce((sum, score) => sum + score, 0)
  const ranked = judged.toSorted((a, b) => total(b.blocks) - total(a.blocks))
  const best = ranked[0]!
  const all = arrivals.rate * arrivals.span
  const perArrival = all / BLOCKS
  const processes = ranked.map(({ candidate, blocks, all: learnt }): FittedProcess => {
    const differences = Array.from(blocks, (score, block) => best.blocks[block]! - score)
    const deficit = mean(differences)
    const halfWidth = blocks === best.blocks ? 0 : (T * sampleStandardDeviation(differences)) / Math.sqrt(BLOCKS)
    return {
      name: candidate.name,
      meaning: candidate.meaning,
      score: total(blocks) / all,
      behind: blocks === best.blocks ? null : { value: deficit / perArrival, halfWidth: halfWidth / perArrival },
      isTie:
        deficit <= halfWidth && !(deficit * BLOCKS >= LEAST_NATS && differences.filter((difference) => difference > 0).length >= AGREEING),
      freedom: candidate.freedom(arrivals),
      logLikelihood: learnt.logLikelihood,
      parameters: withErrors(candidate, arrivals, learnt.coordinates),
      scenario: candidate.scenario(learnt.coordinates, arrivals),
    }
  })
  const chosen = processes.filter(({ isTie }) => isTie).reduce((a, b) => (b.freedom < a.freedom ? b : a))
  return { ranked: processes, chosen, refused }
}

/** The fit to all arrivals, and every block's score under what was learnt from the blocks of the other fold. */
function learntAndHeldBack(candidate: Candidate, arrivals: ObservedArrivals): { readonly all: Learnt; readonly blocks: Float64Array } {
  const likelihood = candidate.likelihood(arrivals)
  const all = learn(
    candidate,
    arrivals,
    likelihood,
    Array.from(arrivals.blockEnds, () => true),
    candidate.starts?.(arrivals) ?? [],
  )
  const blocks = new Float64Array(BLOCKS)
  for (const parity of [0, 1]) {
    const learns = Array.from({ length: BLOCKS }, (_, block) => block % 2 !== parity)
    const found = likelihood(learn(candidate, arrivals, likelihood, learns, [all.coordinates]).coordinates)
    for (let block = parity; block < BLOCKS; block += 2) blocks[block] = found[block]!
  }
  return { all, blocks }
}

interface Learnt {
  readonly coordinates: readonly number[]
  readonly logLikelihood: number
}

/** The coordinates with the largest likelihood of the blocks to learn from, looked for from each start. */
function learn(
  candidate: Candidate,
  arrivals: ObservedArrivals,
  likelihood: BlockLikelihood,
  learns: readonly boolean[],
  starts: readonly (readonly number[])[],
): Learnt {
  const learnt = (coordinates: readonly number[]): number => {
    const scores = likelihood(coordinates)
    let sum = 0
    for (let block = 0; block < scores.length; block++) if (learns[block] === true) sum += scores[block]!
    return sum
  }
  if (candidate.estimate !== undefined) {
    const coordinates = candidate.estimate(arrivals, learns)
    return { coordinates, logLikelihood: learnt(coordinates) }
  }
  const best = starts.map((start) => minimise((x) => -learnt(x), start)).reduce((a, b) => (b.value < a.value ? b : a))
  return { coordinates: best.at, logLikelihood: -best.value }
}

/** Standard errors from the curvature of the log-likelihood (delta method); null where it is flat, or the process has its own estimate. */
function withErrors(candidate: Candidate, arrivals: ObservedArrivals, coordinates: readonly number[]): FittedProcess['parameters'] {
  const parameters = candidate.parameters(coordinates, arrivals)
  if (candidate.estimate !== undefined) return parameters.map((parameter) => ({ ...parameter, standardError: null }))
  const likelihood = candidate.likelihood(arrivals)
  const covariance = inverse(hessian((x) => -likelihood(x).reduce((sum, score) => sum + score, 0), coordinates))
  const step = 1e-5
  const slopes = coordinates.map((_, i) => {
    const shifted = (by: number): readonly FittedParameter[] =>
      candidate.parameters(
        coordinates.map((value, j) => (i === j ? value + by : value)),
        arrivals,
      )
    const [up, down] = [shifted(step), shifted(-step)]
    return parameters.map((__, p) => (up[p]!.value - down[p]!.value) / (2 * step))
  })
  return parameters.map((parameter, p) => {
    let variance = 0
    for (const [i, row] of (covariance ?? []).entries())
      for (const [j, entry] of row.entries()) variance += slopes[i]![p]! * entry * slopes[j]![p]!
    return { ...parameter, standardError: covariance !== undefined && variance > 0 ? Math.sqrt(variance) : null }
  })
}
