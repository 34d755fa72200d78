/** The public API: read a scenario, choose a variant, run it, judge it, render the result. Named exports only. */
export { run, type RunOptions } from './experiment/run.ts'
export type { RunResult } from './experiment/run-result.ts'
export { compare, type ComparisonPlan } from './experiment/compare.ts'
export type { Comparison } from './experiment/comparison.ts'
export { comparisonJsonSchema, comparisonSchema } from './experiment/comparison-schema.ts'
export { conduct, type Experiment, type ExperimentOptions } from './experiment/conduct.ts'
export { chooseVariants, type VariantChoice, type VariantSelection } from './experiment/variants.ts'
export { resultJsonSchema, resultSchema } from './experiment/result-schema.ts'
export { stableJson } from './experiment/stable-json.ts'
export { referenceVariant, variantId, variantOf, type Variant } from './experiment/variant.ts'
export { readScenario, type Reading, type ReadOptions } from './scenario/read-scenario.ts'
export { renderProblems, type Problem } from './scenario/problem.ts'
export type { Scenario } from './scenario/scenario.ts'
export { expectedLoad, type ExpectedLoad } from './scenario/expected-load.ts'
export { timingDependence } from './scenario/timing.ts'
export { metrics, type Metric } from './measurement/metrics.ts'
export { renderHtml } from './report/html.ts'
export { renderSummary } from './report/summary.ts'
export { VERSION } from './version.ts'

// What a strategy, an operator or an arrival process of one's own is made with.
export { defineScheduling } from './strategies/scheduling/strategy.ts'
export { defineWindowing } from './strategies/windowing/strategy.ts'
export { defineOperator } from './operators/operator.ts'
export { defineArrivals } from './traffic/arrivals/arrival-process.ts'
export { KeyedScheduler } from './engine/queue.ts'
export type { OperatorType, Scheduler, SchedulingContext, SchedulingType, WindowingType } from './engine/ports.ts'
export { loadPlugins, PluginError } from './experiment/plugins.ts'
export {
  bandwidth,
  boolean,
  choice,
  duration,
  group,
  integer,
  list,
  map,
  measure,
  number,
  option,
  optional,
  path,
  rate,
  ratio,
  size,
  text,
} from './registry/option.ts'
export { scenarioSchema } from './scenario/schema.ts'

export { type ArimaModel, differencing, expandedAr, expandedMa, type SeasonalPart } from './timeseries/arima-model.ts'
export {
  autocorrelations,
  autocovariances,
  forecastVariances,
  partialAutocorrelations,
  psiWeights,
  spectralDensity,
} from './timeseries/arma-theory.ts'
export { rootProblems, roots, type Root, type RootProblem } from './timeseries/polynomial-roots.ts'
export { ArimaPath } from './timeseries/simulate.ts'
export { fitArrivals, type FitResult, type FittedProcess } from './traffic/fitting/fit-arrivals.ts'
export { fitField, type FittedField } from './traffic/fitting/fit-field.ts'
export { keySkew, type KeySkew } from './traffic/fitting/key-skew.ts'
export { observedCounts, observedTimes, type ObservedArrivals } from './traffic/fitting/observed-arrivals.ts'
export type { ArimaOrder } from './timeseries/arima-data.ts'
export { fitArima, type ArimaCoefficient, type ArimaFit, type ArimaOptions } from './timeseries/fit-arima.ts'
export type { ArimaMethod } from './timeseries/arima-problem.ts'
export { forecastArima, forecastInterval, type Forecast } from './timeseries/forecast-arima.ts'
export { autoArima, type AutoArima, type AutoArimaOptions } from './timeseries/auto-arima.ts'
export { burg, hannanRissanen, yuleWalker, type Autoregression } from './timeseries/autoregression.ts'
export { ljungBox, sampleAutocorrelations, type LjungBox } from './timeseries/sample-correlations.ts'
export { boxCox, guerreroLambda, inverseBoxCox } from './timeseries/box-cox.ts'
export { fitHoltWinters, forecastHoltWinters, type HoltWinters, type HoltWintersOptions } from './timeseries/holt-winters.ts'
export { kpss, seasonalStrength, type Kpss } from './timeseries/stationarity-tests.ts'
