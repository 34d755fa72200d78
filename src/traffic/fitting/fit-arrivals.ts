/**
 * An honest choice among processes: each is learnt from every second block of time and judged on the others. Of those that are not shown to be
 * worse than the best, the one is proposed whose likelihood pays best for its parameters.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics'
import { log } from '../../random/elementary.ts'
import { inverse } from '../../timeseries/linear-equations.ts'
import { hessian, minimise } from '../../timeseries/minimise.ts'
import type { BlockLikelihood, Candidate, FittedParameter } from './candidate.ts'
import { hawkes } from './hawkes.ts'
import { logRate } from './log-rate.ts'
import { mmpp } from './mmpp.ts'
import { BLOCKS, foldOf, type ObservedArrivals } from './observed-arrivals.ts'
import { poisson } from './poisson.ts'
import { gammaRenewal } from './renewal.ts'
import { checkResiduals, type ResidualCheck } from './residuals.ts'
import { varyingRate } from './varying-rate.ts'

export const candidates: readonly Candidate[] = [poisson, gammaRenewal, varyingRate, hawkes, mmpp, logRate]

/** Quantiles of t with 19 degrees of freedom: of intervals of 95 %, which are shown, and of 99.9 %, since there are several beyond which a process may seem worse. */
const T_SHOWN = 2.093
const T_WORSE = 3.883
/** Nats over the whole trace that are not worth a word: a process that has shrunk to a simpler one differs from it by rounding. */
const LEAST_NATS = 3

export interface FittedProcess {
  readonly name: string
  readonly meaning: string
  /** Log-likelihood of what was held back, in nats for each arrival. */
  readonly score: number
  /** How much better than the best of the others: the mean over blocks, per arrival, with the half-width of its 95 % interval. */
  readonly behind: { readonly value: number; readonly halfWidth: number } | null
  /** On all arrivals, and what is left of them. */
  readonly logLikelihood: number
  /** Schwarz's criterion: what the likelihood is worth with its parameters paid for; the smallest is the best. */
  readonly bic: number
  readonly residuals: ResidualCheck
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
  /** The one with the least BIC of those whose deficit may be chance: the simplest, unless more parameters earn their keep. */
  readonly chosen: FittedProcess
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
}

/**
 * Fits every candidate to arrivals, and ranks them by the log-likelihood of the blocks that were held back (two folds).
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
    const standardError = blocks === best.blocks ? 0 : sampleStandardDeviation(differences) / Math.sqrt(BLOCKS)
    const freedom = candidate.freedom(arrivals)
    return {
      name: candidate.name,
      meaning: candidate.meaning,
      score: total(blocks) / all,
      behind: blocks === best.blocks ? null : { value: deficit / perArrival, halfWidth: (T_SHOWN * standardError) / perArrival },
      isTie: deficit <= T_WORSE * standardError || deficit * BLOCKS < LEAST_NATS,
      freedom,
      logLikelihood: learnt.logLikelihood,
      bic: freedom * log(all) - 2 * learnt.logLikelihood,
      residuals: checkResiduals(candidate, learnt.coordinates, arrivals),
      parameters: withErrors(candidate, arrivals, learnt),
      scenario: candidate.scenario(learnt.coordinates, arrivals),
    }
  })
  const chosen = processes.filter(({ isTie }) => isTie).reduce((a, b) => (b.bic < a.bic ? b : a))
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
  for (const fold of [0, 1]) {
    const learns = Array.from({ length: BLOCKS }, (_, block) => foldOf(arrivals, block) !== fold)
    const found = likelihood(learn(candidate, arrivals, likelihood, learns, [all.coordinates]).coordinates)
    for (let block = 0; block < BLOCKS; block++) if (learns[block] === false) blocks[block] = found[block]!
  }
  return { all, blocks }
}

interface Learnt {
  /** By the way of the process itself, which says nothing of errors. */
  readonly isOwn: boolean
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
  const own = candidate.estimate?.(arrivals, learns)
  if (own !== undefined) return { coordinates: own, logLikelihood: learnt(own), isOwn: true }
  const best = starts.map((start) => minimise((x) => -learnt(x), start)).reduce((a, b) => (b.value < a.value ? b : a))
  return { coordinates: best.at, logLikelihood: -best.value, isOwn: false }
}

/** Standard errors from the curvature of the log-likelihood (delta method); null where it is flat, or the process has its own estimate. */
function withErrors(candidate: Candidate, arrivals: ObservedArrivals, { coordinates, isOwn }: Learnt): FittedProcess['parameters'] {
  const parameters = candidate.parameters(coordinates, arrivals)
  if (isOwn) return parameters.map((parameter) => ({ ...parameter, standardError: null }))
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
