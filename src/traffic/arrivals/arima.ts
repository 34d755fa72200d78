/** Arrivals whose log rate is an ARIMA process: traffic that wanders, with a Poisson or gamma process under it. */
import { exp } from '../../random/elementary.ts'
import { Stream } from '../../random/stream.ts'
import { duration, group, integer, list, number, optional, rate } from '../../registry/option.ts'
import { type ArimaModel, expandedAr, expandedMa } from '../../timeseries/arima-model.ts'
import { autocovariances, levelAr } from '../../timeseries/arma-theory.ts'
import { rootProblems, type RootProblem } from '../../timeseries/polynomial-roots.ts'
import { ArimaPath } from '../../timeseries/simulate.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, LONGEST, type OptionProblem } from './arrival-process.ts'
import { gapKinds, type Gaps } from './gaps.ts'

/** Values and shocks that a start is drawn from together. */
const MOST_LAGS = 500
const SHOCK_MOST = 10

const coefficients = (doc: string) => list(number({ doc: 'a coefficient' }), { doc, default: [] })

export const arima = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'arima',
    summary:
      'A rate that wanders: its logarithm follows a (seasonal) ARIMA model from interval to interval, and within an interval arrivals are those of ' +
      'a Poisson or gamma process of that rate. The mean of the rate is what is asked for: what the logarithm adds (half its variance) is taken off.',
    source:
      'Box, Jenkins: Time series analysis (1970); Cox: Some statistical methods connected with series of events (1955), doubly stochastic',
    options: {
      rate: rate({ doc: 'mean records per second', max: 1e9 }),
      every: duration({ doc: 'length of an interval', above: 0, max: LONGEST }),
      ar: coefficients('autoregression: weights of the values before, φ₁, φ₂, …'),
      d: integer({ doc: 'differences; from 1 on there is no steady state, and each run wanders off', min: 0, max: 2, default: 0 }),
      ma: coefficients('moving average: weights of the shocks before, θ₁, θ₂, …, with the sign of 1 + θ₁B + …'),
      innovation: number({ doc: 'standard deviation of the shocks, on the scale of the logarithm', min: 0, max: SHOCK_MOST }),
      seasonal: optional(
        group(
          {
            period: integer({ doc: 'intervals in a season', min: 2, max: MOST_LAGS }),
            ar: coefficients('weights of the same interval in the seasons before'),
            d: integer({ doc: 'seasonal differences', min: 0, max: 1, default: 0 }),
            ma: coefficients('weights of the shocks in the seasons before'),
          },
          { doc: 'the seasonal part' },
        ),
      ),
      profile: optional(
        list(number({ doc: 'a value', min: 0 }), {
          doc: 'how the mean goes, an interval each and then again; relative to one another, so that the mean rate stays',
          min: 1,
        }),
      ),
      cv: number({
        doc: 'coefficient of variation of the gaps within an interval: 1 is Poisson, any other gamma',
        min: 0.05,
        max: 30,
        default: 1,
      }),
    },
  },
  create(options, context) {
    const [problem] = problemsOf(options)
    if (problem !== undefined) throw new RangeError(problem.message)
    return new ArimaArrivals(options, context)
  },
  meanRate: (options) => options.rate,
  finite: () => false,
  deterministic: () => false,
  problems: problemsOf,
  unsteady: ({ d, seasonal }) =>
    d + (seasonal?.d ?? 0) === 0 ? undefined : 'a log rate with differences wanders further and further off, so it has no steady state',
})

interface ArimaOptions {
  readonly rate: number
  readonly every: number
  readonly ar: readonly number[]
  readonly d: number
  readonly ma: readonly number[]
  readonly innovation: number
  readonly seasonal?:
    | { readonly period: number; readonly ar: readonly number[]; readonly d: number; readonly ma: readonly number[] }
    | undefined
  readonly profile?: readonly number[] | undefined
  readonly cv: number
}

const PLACES: Readonly<Record<RootProblem['part'], readonly string[]>> = {
  ar: ['ar'],
  ma: ['ma'],
  'seasonal ar': ['seasonal', 'ar'],
  'seasonal ma': ['seasonal', 'ma'],
}

function problemsOf({ ar, d, ma, seasonal, profile }: ArimaOptions): readonly OptionProblem[] {
  const lags = ar.length + ma.length + (seasonal === undefined ? 0 : (seasonal.ar.length + seasonal.ma.length) * seasonal.period)
  if (lags > MOST_LAGS)
    return [{ path: [], message: `the model looks ${lags} intervals back, and ${MOST_LAGS} are the most: take longer intervals` }]
  const roots = rootProblems({ ar, d, ma, seasonal }).map(({ part, root: { real, imaginary, modulus } }) => {
    const what = part.endsWith('ar') ? 'stationary' : 'invertible'
    const short = (value: number): number => Number(value.toPrecision(4))
    const at = Math.abs(imaginary) < 1e-9 * modulus ? String(short(real)) : `${short(real)} ± ${short(Math.abs(imaginary))}i`
    return {
      path: PLACES[part],
      message: `not ${what}: the polynomial has a root at ${at}, of modulus ${short(modulus)}, and all must be above 1${part === 'ar' ? '; a unit root is d: 1' : ''}`,
    }
  })
  if (profile?.every((value) => value === 0) === true)
    roots.push({ path: ['profile'], message: 'all values are 0, so nothing ever arrives: make one positive' })
  return roots
}

/** Autocovariances below this share of the variance are nothing. */
const NOTHING = 1e-17

/**
 * The variance of the log rate in interval 0, 1, 2, … in turn. Where there are differences, the level is a sum of stationary values, with the
 * weights of the inverse of the differencing polynomial, and its variance is Σᵢ Σⱼ wᵢ wⱼ γ(i − j), of which each interval adds a row.
 */
class LogRateVariance {
  readonly #gamma: readonly number[]
  /** −δᵢ of the differencing polynomial 1 + δ₁B + … */
  readonly #undo: readonly number[]
  readonly #weights: number[] = []
  #sum = 0

  constructor(model: ArimaModel, sd: number) {
    const { seasonal } = model
    this.#gamma = significant({ ...model, d: 0, ...(seasonal && { seasonal: { ...seasonal, d: 0 } }) }).map((value) => value * sd * sd)
    this.#undo = levelAr({ ar: [], d: model.d, ma: [], ...(seasonal && { seasonal: { ...seasonal, ar: [], ma: [] } }) })
  }

  next(): number {
    if (this.#undo.length === 0) return this.#gamma[0]!
    const weights = this.#weights
    const k = weights.length
    const weight = k === 0 ? 1 : this.#undo.reduce((sum, coefficient, i) => sum + coefficient * (weights[k - 1 - i] ?? 0), 0)
    weights.push(weight)
    let cross = 0
    for (let lag = Math.min(k, this.#gamma.length - 1); lag > 0; lag--) cross += weights[k - lag]! * this.#gamma[lag]!
    this.#sum += weight * (weight * this.#gamma[0]! + 2 * cross)
    return this.#sum
  }
}

/** Autocovariances up to where all that follow are nothing. */
function significant(model: ArimaModel): number[] {
  const window = Math.max(expandedAr(model).length, expandedMa(model).length, 1)
  for (let lags = window + 1; ; lags *= 2) {
    const found = autocovariances(model, lags)
    if (found.slice(-window).every((value) => Math.abs(value) < NOTHING * found[0]!)) return found
  }
}

/** Arrivals in operational time: gap k is a draw that belongs to record k, and time runs as fast as the rate of the interval at hand. */
class ArimaArrivals implements ArrivalProcess {
  readonly #path: ArimaPath
  readonly #variance: LogRateVariance
  readonly #gaps: Gaps
  readonly #isPoisson: boolean = false
  readonly #stream: Stream
  readonly #every: number = 0
  /** Records per nanosecond, and by place in the profile its share of the mean. */
  readonly #mean: number = 0
  readonly #profile: readonly number[]
  #record = 0
  #interval = -1
  #rate = 0
  #time = 0
  #end = 0

  constructor({ rate: perSecond, every, ar, d, ma, innovation, seasonal, profile, cv }: ArimaOptions, context: ArrivalContext) {
    const model: ArimaModel = { ar, d, ma, seasonal }
    this.#path = new ArimaPath(model, innovation, context.seed, `${context.source}/arrivals/${context.level ?? 0}/log-rate`)
    this.#variance = new LogRateVariance(model, innovation)
    this.#gaps = gapKinds.gamma.create(cv)
    this.#isPoisson = cv === 1
    this.#stream = new Stream(context.seed, `${context.source}/arrivals`)
    this.#every = every
    this.#mean = perSecond / 1e9
    const total = (profile ?? [1]).reduce((sum, value) => sum + value, 0)
    this.#profile = (profile ?? [1]).map((value) => (value * (profile?.length ?? 1)) / total)
  }

  next(): number {
    let left = this.#gap()
    let rest = this.#rate * (this.#end - this.#time)
    while (left >= rest) {
      if (this.#end >= LONGEST) return Infinity
      left -= rest
      this.#nextInterval()
      rest = this.#rate * this.#every
    }
    this.#time = Math.min(this.#end, this.#time + left / this.#rate)
    return this.#time < LONGEST ? Math.floor(this.#time + 0.5) : Infinity
  }

  #gap(): number {
    const record = this.#record++
    if (this.#isPoisson) {
      // A block of the generator holds two draws: gaps 2i and 2i + 1 are the first and second number of pair i.
      if ((record & 1) === 0) this.#stream.at(record / 2, Math.floor(record / 2 ** 33))
      return this.#stream.exponential()
    }
    this.#stream.at(record, Math.floor(record / 2 ** 32))
    return record === 0 ? this.#gaps.first(this.#stream) : this.#gaps.gap(this.#stream)
  }

  #nextInterval(): void {
    const interval = ++this.#interval
    this.#time = interval * this.#every
    this.#end = this.#time + this.#every
    const share = this.#profile[interval % this.#profile.length]!
    // The path goes on where nothing arrives.
    const value = exp(this.#path.next() - this.#variance.next() / 2)
    this.#rate = this.#mean * share * value
  }
}
