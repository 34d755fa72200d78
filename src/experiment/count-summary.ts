/** What arrivals are like of which only counts are known: as `traffic-summary.ts` says it of records, without gaps. */
import { sampleAutocorrelations } from '../timeseries/sample-correlations.ts'
import { aggregated } from '../traffic/fitting/rate-shape.ts'
import { PARTS, type SourceSummary } from './traffic-summary.ts'

const LEAST_WINDOWS = 16
const LAGS = 40
const MOST_BINS = 2 ** 14

/**
 * @param width seconds of an interval
 * @param total intervals over which rates are laid, where these are the first of more
 */
export function countSummary(name: string, counts: Float64Array, width: number, total = counts.length): SourceSummary {
  const count = counts.reduce((sum, one) => sum + one, 0)
  const seconds = counts.length * width
  return {
    name,
    arrivals: 'trace',
    count: Math.round(count),
    asked: null,
    rate: count / seconds,
    gaps: { mean: null, variation: null, largest: null, tied: 0, quantiles: [] },
    dispersion: dispersion(counts, width),
    correlations: correlations(counts, width),
    rates: ratesOf(counts, width, total),
    keys: { distinct: 0, others: 0, counts: [] },
    bytes: null,
  }
}

/** On scales that double. */
function dispersion(counts: Float64Array, width: number): SourceSummary['dispersion'] {
  const found = []
  for (let by = 1; Math.floor(counts.length / by) >= LEAST_WINDOWS; by *= 2) {
    const windows = aggregated({ counts, width }, by)
    const mean = windows.reduce((sum, one) => sum + one, 0) / windows.length
    const squares = windows.reduce((sum, one) => sum + (one - mean) * (one - mean), 0)
    if (mean >= 1) found.push({ window: by * width * 1e9, windows: windows.length, value: squares / (windows.length - 1) / mean })
  }
  return found
}

function correlations(counts: Float64Array, width: number): SourceSummary['correlations'] {
  const by = Math.ceil(counts.length / MOST_BINS)
  const bins = Array.from(aggregated({ counts, width }, by))
  if (bins.every((one) => one === bins[0])) return null
  const lags = Math.min(LAGS, Math.floor(bins.length / 4))
  return { bin: by * width * 1e9, bins: bins.length, values: sampleAutocorrelations(bins, lags).slice(1) }
}

/** Per second, in as many equal parts as can be told apart. */
function ratesOf(counts: Float64Array, width: number, total: number): number[] {
  const parts = Math.min(PARTS, total)
  return Array.from({ length: Math.floor((parts * counts.length) / total) }, (_, part) => {
    const [from, to] = [Math.floor((part * total) / parts), Math.floor(((part + 1) * total) / parts)]
    return counts.subarray(from, to).reduce((sum, one) => sum + one, 0) / ((to - from) * width)
  })
}
