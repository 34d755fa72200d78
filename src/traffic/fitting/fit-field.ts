/** Which distribution a column of numbers has: the candidates that scenarios know, by likelihood. */
import { mean, sampleStandardDeviation } from 'simple-statistics'
import { exp, log } from '../../random/elementary.ts'
import { logGamma } from '../../random/incomplete-gamma.ts'
import { minimise } from '../../timeseries/minimise.ts'
import { figure } from './scenario-text.ts'

export interface FittedField {
  /** Of the distribution in scenarios. */
  readonly name: string
  readonly logLikelihood: number
  /** Akaike's criterion: the smallest is the best. */
  readonly aic: number
  readonly scenario: Readonly<Record<string, unknown>>
}

interface FieldCandidate {
  readonly name: string
  /** Whether values can be from it at all. */
  allows(values: Values): boolean
  fit(values: Values): {
    readonly parameters: number
    readonly logDensity: (x: number) => number
    readonly scenario: Readonly<Record<string, unknown>>
  }
}

/** A column with what every candidate asks of it. */
class Values {
  readonly all: readonly number[]
  readonly least: number
  readonly most: number
  readonly mean: number
  readonly sd: number
  readonly whole: boolean

  constructor(all: readonly number[]) {
    this.all = all
    this.least = all.reduce((a, b) => Math.min(a, b), Infinity)
    this.most = all.reduce((a, b) => Math.max(a, b), -Infinity)
    this.mean = mean([...all])
    this.sd = sampleStandardDeviation([...all])
    this.whole = all.every(Number.isInteger)
  }
}

function square(x: number): number {
  return x * x
}

const HALF_LOG_TWO_PI = 0.9189385332046728

const candidates: readonly FieldCandidate[] = [
  {
    name: 'exponential',
    allows: ({ least, mean: m }) => least >= 0 && m > 0,
    fit: ({ mean: m }) => ({ parameters: 1, logDensity: (x) => -log(m) - x / m, scenario: { exponential: figure(m) } }),
  },
  {
    name: 'geometric',
    allows: ({ whole, least, mean: m }) => whole && least >= 1 && m > 1,
    fit: ({ mean: m }) => ({ parameters: 1, logDensity: (x) => (x - 1) * log(1 - 1 / m) - log(m), scenario: { geometric: figure(m) } }),
  },
  {
    name: 'uniform',
    allows: ({ least, most }) => most > least,
    fit: ({ least, most }) => ({
      parameters: 2,
      logDensity: () => -log(most - least),
      scenario: { uniform: { from: figure(least), to: figure(most) } },
    }),
  },
  {
    name: 'normal',
    allows: () => true,
    fit: ({ mean: m, sd }) => ({
      parameters: 2,
      logDensity: (x) => -HALF_LOG_TWO_PI - log(sd) - square((x - m) / sd) / 2,
      scenario: { normal: { mean: figure(m), sd: figure(sd) } },
    }),
  },
  {
    name: 'lognormal',
    allows: ({ least }) => least > 0,
    fit({ all }) {
      const logs = all.map((x) => log(x))
      const [m, sd] = [mean(logs), sampleStandardDeviation(logs)]
      return {
        parameters: 2,
        logDensity: (x) => -HALF_LOG_TWO_PI - log(sd) - log(x) - square((log(x) - m) / sd) / 2,
        scenario: { lognormal: { mean: figure(exp(m + (sd * sd) / 2)), cv: figure(Math.sqrt(exp(sd * sd) - 1)) } },
      }
    },
  },
  {
    name: 'gamma',
    allows: ({ least }) => least > 0,
    fit(values) {
      const { all, mean: m } = values
      const meanLog = mean(all.map((x) => log(x)))
      const perValue = (shape: number): number => shape * log(shape / m) - logGamma(shape) + (shape - 1) * meanLog - shape
      const shape = exp(minimise(([x]) => -perValue(exp(x!)), [2 * log(m / values.sd)]).at[0]!)
      return {
        parameters: 2,
        logDensity: (x) => shape * log(shape / m) - logGamma(shape) + (shape - 1) * log(x) - (shape * x) / m,
        scenario: { gamma: { mean: figure(m), cv: figure(1 / Math.sqrt(shape)) } },
      }
    },
  },
  {
    name: 'weibull',
    allows: ({ least }) => least > 0,
    fit({ all, most }) {
      const logs = all.map((x) => log(x))
      const meanLog = mean(logs)
      // Of all scales, a shape's best is known: the mean of x^shape, to the power 1/shape.
      const scaleOf = (shape: number): number => most * exp(log(mean(logs.map((x) => exp(shape * (x - log(most)))))) / shape)
      const perValue = (shape: number): number => log(shape) - shape * log(scaleOf(shape)) + (shape - 1) * meanLog - 1
      const shape = exp(minimise(([x]) => -perValue(exp(x!)), [0]).at[0]!)
      const scale = scaleOf(shape)
      return {
        parameters: 2,
        logDensity: (x) => log(shape / scale) + (shape - 1) * log(x / scale) - exp(shape * log(x / scale)),
        scenario: { weibull: { scale: figure(scale), shape: figure(shape) } },
      }
    },
  },
  {
    name: 'pareto',
    allows: ({ least, most }) => least > 0 && most > least,
    fit({ all, least }) {
      const shape = all.length / all.reduce((sum, x) => sum + log(x / least), 0)
      return {
        parameters: 2,
        logDensity: (x) => log(shape) + shape * log(least) - (shape + 1) * log(x),
        scenario: { pareto: { min: figure(least), shape: figure(shape) } },
      }
    },
  },
]

/**
 * The distributions that numbers may be from, best first. Whole numbers are given the density of their unit interval, so that discrete and
 * continuous candidates compare; a constant has none.
 * @throws RangeError for fewer than two numbers, or some that are not finite
 */
export function fitField(sample: readonly number[]): readonly FittedField[] {
  if (sample.length < 2) throw new RangeError(`${sample.length} numbers are too few for a distribution: 2 are the least`)
  if (!sample.every(Number.isFinite)) throw new RangeError('every number has to be finite for a distribution')
  const values = new Values(sample)
  if (!(values.sd > 0)) return []
  return candidates
    .filter((candidate) => candidate.allows(values))
    .map((candidate) => {
      const { parameters, logDensity, scenario } = candidate.fit(values)
      const logLikelihood = sample.reduce((sum, x) => sum + logDensity(x), 0)
      return { name: candidate.name, logLikelihood, aic: 2 * parameters - 2 * logLikelihood, scenario }
    })
    .filter(({ aic }) => Number.isFinite(aic))
    .toSorted((a, b) => a.aic - b.aic)
}
