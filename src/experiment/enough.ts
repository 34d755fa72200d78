/** When an experiment with `--precision` has enough seeds: every estimate of the family is precise in every variant, and stays so. */
import { familyOf } from './compare.ts'
import type { Enough } from './conduct.ts'
import { estimatesOf, metricLabel } from './estimates.ts'
import type { Replication } from './replication.ts'
import type { Cell } from './run-pool.ts'
import { FEWEST_REPLICATIONS, LOOK_AHEAD, preciseAfter, relativePrecision } from './statistics/precision.ts'

/** What `conduct` asks. */
export function enoughFor(
  cells: readonly Cell[],
  precision: number,
  confidence: number,
): { readonly precision: number; readonly atLeast: number; readonly enough: Enough } {
  const family = familyOf(cells[0]!.scenario).names
  const enough: Enough = (replications) => {
    const judged = replications.flatMap((found, cell) => precisions(found, family, cells[cell]!.id, precision, confidence))
    const worst = judged.reduce((a, b) => (b.now > a.now ? b : a), judged[0]!)
    const counts = judged.map(({ after }) => after)
    const count = counts.every((after) => after !== undefined) ? Math.max(...counts) : undefined
    const { variant, metric, now } = worst
    return { count, worst: { variant, metric, precision: Number.isFinite(now) ? now : null } }
  }
  return { precision, atLeast: FEWEST_REPLICATIONS + LOOK_AHEAD, enough }
}

function precisions(
  replications: readonly Replication[],
  family: readonly string[],
  variant: string,
  precision: number,
  confidence: number,
) {
  return estimatesOf(replications, confidence, false).flatMap((estimate) => {
    const metric = metricLabel(estimate.metric, estimate.selector)
    if (!family.includes(metric)) return []
    const values = estimate.values.filter((value) => value !== null)
    // A deterministic variant is as precise as can be.
    if (estimate.n === 1 && replications.length > 1) return [{ variant, metric, now: 0, after: FEWEST_REPLICATIONS }]
    if (values.length < replications.length || estimate.value === null) return [{ variant, metric, now: Infinity, after: undefined }]
    const now = relativePrecision({ value: estimate.value, halfWidth: estimate.halfWidth })
    return [{ variant, metric, now, after: preciseAfter(values, confidence, precision) }]
  })
}
