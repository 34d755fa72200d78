/** Gaps between arrivals by mean and coefficient of variation, and the first gap of a process that has always been going on. */
import { exp, log } from '../../random/elementary.ts'
import { gammaFunction } from '../../random/gamma-function.ts'
import { createSampler } from '../../random/index.ts'
import type { Stream } from '../../random/stream.ts'

/** A draw in units of the mean gap. */
export type Draw = (stream: Stream) => number

export interface Gaps {
  readonly gap: Draw
  /** From a point of time to the next arrival: density (1 - F(x)) / mean, where F is the distribution of gaps. */
  readonly first: Draw
}

export interface GapKind {
  /** Smallest and largest coefficient of variation that there is. */
  readonly least: number
  readonly most: number
  readonly create: (cv: number) => Gaps
}

/** The first gap is a uniform share of the one that a point of time falls into, which is drawn in proportion to its length. */
function within(gap: Draw, lengthBiased: Draw): Gaps {
  return { gap, first: (stream) => lengthBiased(stream) * stream.uniform() }
}

function drawn(name: string, options: Readonly<Record<string, number>>): Draw {
  const sampler = createSampler({ name, options })
  return (stream) => sampler.sample(stream)
}

/** x f(x) of a gamma density is a gamma density again, of a shape greater by 1. */
function gammaGaps(cv: number): Gaps {
  const shape = 1 / (cv * cv)
  return within(drawn('gamma', { mean: 1, cv }), drawn('gamma', { mean: (shape + 1) / shape, cv: 1 / Math.sqrt(shape + 1) }))
}

/** x f(x) of a lognormal density is a lognormal one with the same spread of the logarithm. */
function lognormalGaps(cv: number): Gaps {
  return within(drawn('lognormal', { mean: 1, cv }), drawn('lognormal', { mean: 1 + cv * cv, cv }))
}

/** With x f(x), (x / scale)^shape is gamma with shape 1 + 1/shape instead of exponential. */
function weibullGaps(cv: number): Gaps {
  const shape = weibullShape(cv)
  const scale = 1 / gammaFunction(1 + 1 / shape)
  const power = drawn('gamma', { mean: 1 + 1 / shape, cv: 1 / Math.sqrt(1 + 1 / shape) })
  return within(drawn('weibull', { scale, shape }), (stream) => scale * exp(log(power(stream)) / shape))
}

const SHAPE_LEAST = 0.1
const SHAPE_MOST = 100

/** The shape with this coefficient of variation, which only falls with the shape: by bisection. */
function weibullShape(cv: number): number {
  let low = SHAPE_LEAST
  let high = SHAPE_MOST
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (weibullCv(middle) > cv) low = middle
    else high = middle
  }
  return low
}

function weibullCv(shape: number): number {
  const first = gammaFunction(1 + 1 / shape)
  return Math.sqrt(gammaFunction(1 + 2 / shape) / (first * first) - 1)
}

/** Balanced means: a point of time falls into a short gap or a long one with probability ½ each, and the rest of an exponential is as the whole. */
function hyperExponentialGaps(cv: number): Gaps {
  const squared = cv * cv
  const long = 1 / ((squared + 1) * (1 + Math.sqrt((squared - 1) / (squared + 1))))
  return {
    gap: drawn('hyper-exponential', { mean: 1, cv }),
    first: (stream) => (stream.uniform() < 0.5 ? 1 / (2 * (1 - long)) : 1 / (2 * long)) * stream.exponential(),
  }
}

/** Evenly between 1 - √3 cv and 1 + √3 cv. */
function uniformGaps(cv: number): Gaps {
  const half = Math.sqrt(3) * cv
  const low = Math.max(0, 1 - half)
  const high = 1 + half
  return within(
    (stream) => low + (high - low) * stream.uniform(),
    (stream) => Math.sqrt(low * low + (high * high - low * low) * stream.uniform()),
  )
}

export const gapKinds = {
  gamma: { least: 0.001, most: 30, create: gammaGaps },
  weibull: { least: weibullCv(SHAPE_MOST), most: weibullCv(SHAPE_LEAST), create: weibullGaps },
  lognormal: { least: 0.001, most: 1_000, create: lognormalGaps },
  'hyper-exponential': { least: 1, most: 1_000, create: hyperExponentialGaps },
  uniform: { least: 1e-6, most: 1 / Math.sqrt(3), create: uniformGaps },
} as const satisfies Readonly<Record<string, GapKind>>
