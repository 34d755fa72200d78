/** Series over time and shares of time, averaged over the replications of a variant. */
import { mean } from 'simple-statistics'
import type { VariantResult } from './comparison.ts'
import type { Replication } from './replication.ts'

/** Digits of what is only drawn. */
const DIGITS = 5

export function meanSeries(replications: readonly Replication[]): VariantResult['series'] {
  const all = replications.map(({ series }) => series)
  const first = all[0]!
  return {
    binWidth: mean(all.map(({ binWidth }) => binWidth)),
    firstMeasuredBin: first.firstMeasuredBin,
    completionRate: means(all.map(({ completionRate }) => completionRate)).map((value) => value ?? 0),
    latencyMean: means(all.map(({ latencyMean }) => latencyMean)),
    queueDepth: first.queueDepth.map(({ stage }, number) => ({
      stage,
      values: means(all.map(({ queueDepth }) => queueDepth[number]!.values)).map((value) => value ?? 0),
    })),
  }
}

export function meanStages(replications: readonly Replication[]): VariantResult['stages'] {
  return replications[0]!.stages.map(({ name }, number) => {
    const of = (share: 'busy' | 'idle' | 'backPressured'): number => mean(replications.map(({ stages }) => stages[number]![share]))
    return { name, busy: of('busy'), idle: of('idle'), backPressured: of('backPressured') }
  })
}

function means(series: readonly (readonly (number | null)[])[]): (number | null)[] {
  return series[0]!.map((_, bin) => {
    const known = series.map((values) => values[bin] ?? null).filter((value) => value !== null)
    return known.length === 0 ? null : Number(mean(known).toPrecision(DIGITS))
  })
}
