/** Renewal arrivals: independent gaps that need not be exponential. */
import { Stream } from '../../random/stream.ts'
import { choice, number, rate } from '../../registry/option.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, LONGEST, type OptionProblem } from './arrival-process.ts'
import { gapKinds, type Gaps } from './gaps.ts'

type GapName = keyof typeof gapKinds

export const renewal = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'renewal',
    summary:
      'Independent gaps of any coefficient of variation: below 1 more regular than Poisson, above 1 in bursts. ' +
      'It starts as if it had always been going on, so that the rate is the same from the first instant.',
    source: 'Cox: Renewal theory (1962); the first gap is that of the equilibrium process',
    options: {
      rate: rate({ doc: 'mean records per second', max: 1e9 }),
      cv: number({ doc: 'coefficient of variation of the gaps (standard deviation ÷ mean); of Poisson arrivals it is 1', above: 0 }),
      gaps: choice({
        doc: 'distribution of the gaps; uniform is a beat with jitter',
        of: ['gamma', 'weibull', 'lognormal', 'hyper-exponential', 'uniform'],
        default: 'gamma',
      }),
    },
  },
  create(options, context) {
    const [problem] = variationProblems(options)
    if (problem !== undefined) throw new RangeError(problem.message)
    return new RenewalArrivals(options.rate, gapKinds[options.gaps].create(options.cv), context)
  },
  meanRate: (options) => options.rate,
  finite: () => false,
  deterministic: () => false,
  problems: variationProblems,
})

function variationProblems({ cv, gaps }: { readonly cv: number; readonly gaps: GapName }): readonly OptionProblem[] {
  const { least, most } = gapKinds[gaps]
  if (cv >= least && cv <= most) return []
  const others = Object.entries(gapKinds).flatMap(([name, kind]) => (cv >= kind.least && cv <= kind.most ? [name] : []))
  const remedy = others.length === 0 ? '' : `, or take gaps: ${others.join(' or ')}`
  const message = `gaps that are ${gaps} have a cv from ${Number(least.toPrecision(3))} to ${Number(most.toPrecision(3))}, not ${cv}: change it${remedy}`
  return [{ path: ['cv'], message }]
}

/** The gap before record k is a draw that belongs to k, in units of the mean gap: another rate stretches the same arrivals. */
class RenewalArrivals implements ArrivalProcess {
  readonly #meanGap: number = 0
  readonly #gaps: Gaps
  readonly #stream: Stream
  #time = 0
  #record = 0

  constructor(perSecond: number, gaps: Gaps, context: ArrivalContext) {
    this.#meanGap = 1e9 / perSecond
    this.#gaps = gaps
    this.#stream = new Stream(context.seed, `${context.source}/arrivals`)
  }

  next(): number {
    const record = this.#record++
    const { gap, first } = this.#gaps
    this.#stream.at(record, Math.floor(record / 2 ** 32))
    this.#time += (record === 0 ? first(this.#stream) : gap(this.#stream)) * this.#meanGap
    return this.#time < LONGEST ? Math.floor(this.#time + 0.5) : Infinity
  }
}
