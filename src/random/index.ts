/** The distributions, one line each. */
import { find } from '../registry/descriptor.ts'
import type { Pick } from '../registry/pick.ts'
import type { Distribution, Sampler } from './distribution.ts'
import { binomial } from './distributions/binomial.ts'
import { empirical } from './distributions/empirical.ts'
import { exponential } from './distributions/exponential.ts'
import { gamma } from './distributions/gamma.ts'
import { geometric } from './distributions/geometric.ts'
import { hyperExponential } from './distributions/hyper-exponential.ts'
import { lognormal } from './distributions/lognormal.ts'
import { normal } from './distributions/normal.ts'
import { pareto } from './distributions/pareto.ts'
import { poisson } from './distributions/poisson.ts'
import { uniform } from './distributions/uniform.ts'
import { weibull } from './distributions/weibull.ts'
import { zipf } from './distributions/zipf.ts'

export const distributions = {
  uniform,
  exponential,
  normal,
  lognormal,
  geometric,
  weibull,
  pareto,
  gamma,
  'hyper-exponential': hyperExponential,
  zipf,
  binomial,
  poisson,
  empirical,
} as const satisfies Readonly<Record<string, unknown>>

/**
 * The sampler of a picked distribution, whose options a scenario has already checked one by one.
 * @throws RangeError for an unknown name, or for options that make no sense together.
 */
export function createSampler(pick: Pick): Sampler {
  // Which distribution it is, is known at run time only: the types of its options are forgotten here.
  const distribution = find<unknown>(distributions, pick.name) as Distribution | undefined
  if (distribution === undefined) throw new RangeError(`unknown distribution: ${pick.name}`)
  return distribution.create(pick.options)
}
