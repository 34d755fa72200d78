/** What is to be as likely as can be: a series, an order, and the likelihood that is meant. */
import { modelAt } from './arima-coordinates.ts'
import { conditionalLikelihood } from './arima-css.ts'
import type { ArimaOrder, PreparedSeries } from './arima-data.ts'
import { diffuseLikelihood, exactLikelihood, type Likelihood } from './arima-likelihood.ts'
import type { ArimaModel } from './arima-model.ts'

export type ArimaMethod = 'ML' | 'CSS' | 'CSS-ML'

/** How differences enter a likelihood. */
export type LikelihoodName = 'exact' | 'exact differences' | 'diffuse prior' | 'conditional'

export interface Problem {
  readonly order: ArimaOrder
  readonly prepared: PreparedSeries
  readonly evaluate: (model: ArimaModel, coefficients?: readonly number[]) => Likelihood | undefined
  readonly likelihood: LikelihoodName
}

export function problemOf(order: ArimaOrder, prepared: PreparedSeries, method: ArimaMethod): Problem {
  const { columns, lost, levels, regressors } = prepared
  const hasGaps = levels.some(Number.isNaN)
  if (method === 'CSS')
    return {
      order,
      prepared,
      evaluate: (model, given) => conditionalLikelihood(withoutDifferences(model), columns, given),
      likelihood: 'conditional',
    }
  if (lost > 0 && hasGaps) {
    const whole = [levels, ...regressors.map(({ values }) => values)]
    return { order, prepared, evaluate: (model, given) => diffuseLikelihood(model, whole, given), likelihood: 'diffuse prior' }
  }
  return {
    order,
    prepared,
    evaluate: (model, given) => exactLikelihood(withoutDifferences(model), columns, given),
    likelihood: lost === 0 ? 'exact' : 'exact differences',
  }
}

/** Of coordinates: the negative log likelihood of one value. */
export function objectiveOf({ order, prepared, evaluate }: Problem): (coordinates: readonly number[]) => number {
  return (coordinates) => {
    const found = evaluate(modelAt(order, coordinates))
    return found === undefined ? Infinity : -found.logLikelihood / prepared.columns[0]!.length
  }
}

function withoutDifferences(model: ArimaModel): ArimaModel {
  return { ...model, d: 0, ...(model.seasonal && { seasonal: { ...model.seasonal, d: 0 } }) }
}
