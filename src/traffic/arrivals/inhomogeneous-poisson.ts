/** Poisson arrivals whose rate goes with time. */
import type { Expression } from '../../expressions/expression.ts'
import { choice, duration, group, list, number, oneOf, optional, option, rate, type Choice } from '../../registry/option.ts'
import { printDuration } from '../../units/duration.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, LONGEST, type OptionProblem } from './arrival-process.ts'
import { type Piece, RateCurve } from './rate-curve.ts'
import { expressionProblem, ThinnedPoisson } from './thinned-poisson.ts'
import { UnitExponentials } from './unit-exponentials.ts'

/** A rate per second from or at a time in nanoseconds. */
interface Point {
  readonly at: number
  readonly rate: number
}

interface Profile {
  readonly mean: number
  readonly values: readonly number[]
  readonly between: 'steps' | 'linear'
}

interface Shape {
  readonly rate: Choice
  readonly period?: number | undefined
}

const DAY = 86_400e9

const points = (doc: string) =>
  list(
    group(
      {
        at: duration({ doc: 'time since the start of the run, or of the period', min: 0 }),
        rate: rate({ doc: 'records per second; may be 0/s', min: 0, max: 1e9 }),
      },
      { doc },
    ),
    { doc, min: 1 },
  )

export const inhomogeneousPoisson = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'inhomogeneous-poisson',
    summary:
      'Poisson arrivals whose rate goes with time. Steps, ramps and profiles are inverted; an expression is thinned below bounds that ' +
      'interval arithmetic proves, and a rate that is negative or no number ends the run with an error.',
    source: 'Lewis, Shedler: Simulation of nonhomogeneous Poisson processes by thinning (1979); Çinlar (1975): by inversion',
    options: {
      rate: oneOf(
        {
          steps: points('a rate from each time on; the first is at 0 s'),
          ramps: points('a rate at each time, linear in between; the first is at 0 s'),
          profile: group(
            {
              mean: rate({ doc: 'mean records per second over a period', max: 1e9 }),
              values: list(number({ doc: 'a value', min: 0 }), {
                doc: 'evenly over the period, such as 24 for the hours of a day; relative to one another',
                min: 1,
              }),
              between: choice({
                doc: 'whether a value holds until the next, or goes there linearly',
                of: ['steps', 'linear'],
                default: 'steps',
              }),
            },
            { doc: 'how the rate goes in a period, again and again' },
          ),
          expression: option<Expression>(
            { kind: 'expression', result: 'number' },
            'a rate that may read t, the time since the start of the run: 100/s * (1 + 0.5 * sin(2 * pi * t / 1 d)); a plain number is per second',
            undefined,
          ),
        },
        { doc: 'records per second' },
      ),
      period: optional(
        duration({
          doc: 'steps and ramps begin again after this time, and do not when it is left out; of a profile: default 1 d',
          above: 0,
          max: LONGEST,
        }),
      ),
    },
    main: 'rate',
  },
  create: (options, context) => createProcess(options, context),
  meanRate: longRunRate,
  finite: (options) => options.rate.name !== 'expression' && longRun(options) === 0,
  deterministic: () => false,
  problems: (options) => shapeProblems(options),
})

function createProcess(shape: Shape, context: ArrivalContext): ArrivalProcess {
  const [problem] = shapeProblems(shape)
  if (problem !== undefined) throw new RangeError(problem.message)
  if (shape.rate.name === 'expression') return new ThinnedPoisson(shape.rate.value as Expression, context)
  const { pieces, repeats } = piecesOf(shape)
  return new InvertedPoisson(new RateCurve(pieces, repeats), context)
}

/** Record k comes where the integral of the rate reaches the sum of the first k unit exponentials. */
class InvertedPoisson implements ArrivalProcess {
  readonly #curve: RateCurve
  readonly #gaps: UnitExponentials

  constructor(curve: RateCurve, context: ArrivalContext) {
    this.#curve = curve
    this.#gaps = new UnitExponentials(context.seed, `${context.source}/arrivals`)
  }

  next(): number {
    return Math.floor(this.#curve.advance(this.#gaps.next()) + 0.5)
  }
}

function piecesOf({ rate: { name, value }, period }: Shape): { readonly pieces: readonly Piece[]; readonly repeats: boolean } {
  if (name === 'profile') return { pieces: profilePieces(value as Profile, period ?? DAY), repeats: true }
  const all = (value as readonly Point[]).map((point) => ({ at: Math.round(point.at), rate: point.rate / 1e9 }))
  const pieces = all.map((point, i) => {
    const next = all[i + 1]
    const end = next?.at ?? period ?? Infinity
    const target = name === 'steps' || end === Infinity ? point : (next ?? all[0]!)
    return { length: end - point.at, from: point.rate, to: target.rate }
  })
  // Where two points share a time, the rate jumps.
  return { pieces: pieces.filter(({ length }) => length > 0), repeats: period !== undefined }
}

function profilePieces({ mean, values, between }: Profile, period: number): readonly Piece[] {
  const scale = mean / 1e9 / (values.reduce((sum, value) => sum + value, 0) / values.length)
  return values.map((value, i) => {
    const next = between === 'linear' ? values[(i + 1) % values.length]! : value
    return { length: period / values.length, from: value * scale, to: next * scale }
  })
}

/** Of what repeats, the mean over a period; otherwise the rate after the last change. */
function longRun(shape: Shape): number {
  const { pieces, repeats } = piecesOf(shape)
  if (!repeats) return pieces.at(-1)!.to * 1e9
  const time = pieces.reduce((sum, { length }) => sum + length, 0)
  return (pieces.reduce((sum, { length, from, to }) => sum + ((from + to) / 2) * length, 0) / time) * 1e9
}

/** The long-run rate; of what ends, the mean until then. */
function longRunRate(shape: Shape): number | undefined {
  if (shape.rate.name === 'expression') return undefined
  const rate = longRun(shape)
  if (rate > 0) return rate
  const changing = piecesOf(shape).pieces.filter(({ length }) => length < Infinity)
  const time = changing.reduce((sum, { length }) => sum + length, 0)
  return time === 0 ? undefined : (changing.reduce((sum, { length, from, to }) => sum + ((from + to) / 2) * length, 0) / time) * 1e9
}

function shapeProblems({ rate: { name, value }, period }: Shape): readonly OptionProblem[] {
  const at = (path: readonly string[], message: string): readonly OptionProblem[] => [{ path, message }]
  if (name === 'expression') {
    const wrong = expressionProblem(value as Expression)
    if (wrong !== undefined) return at(['rate', name], wrong)
    return period === undefined ? [] : at(['period'], 'an expression has no period of its own: write mod(t, 1 d) where it reads t')
  }
  if (name === 'profile') {
    const { values } = value as Profile
    return values.some((one) => one > 0) ? [] : at(['rate', name, 'values'], 'all values are 0, so nothing ever arrives: make one positive')
  }
  return pointProblems(name, value as readonly Point[], period)
}

function pointProblems(name: string, all: readonly Point[], period: number | undefined): readonly OptionProblem[] {
  const at = (path: readonly string[], message: string): readonly OptionProblem[] => [{ path: ['rate', name, ...path], message }]
  if (all[0]!.at !== 0) return at(['0', 'at'], `the first of the ${name} is at ${printDuration(all[0]!.at)}: put one at 0 s`)
  const early = all.findIndex((point, i) => i > 0 && point.at < all[i - 1]!.at)
  if (early > 0)
    return at(
      [String(early), 'at'],
      `${printDuration(all[early]!.at)} comes after ${printDuration(all[early - 1]!.at)}: put the ${name} in order`,
    )
  const last = all.at(-1)!.at
  if (period !== undefined && last >= period)
    return at([String(all.length - 1), 'at'], `${printDuration(last)} is not within the period of ${printDuration(period)}`)
  return all.some((point) => point.rate > 0) ? [] : at([], 'all rates are 0, so nothing ever arrives: make one positive')
}
