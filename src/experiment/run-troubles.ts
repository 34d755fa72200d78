/** What a reader of a comparison must know before its figures: runs that went wrong, and runs that were too short. */
import type { Estimate, Method } from './comparison.ts'
import { metricLabel, TOO_SHORT } from './estimates.ts'
import type { Replication } from './replication.ts'

/** Seeds named one by one; beyond that, how many. */
const NAMED = 5

/** Of a variant's runs, those that did not drain or whose backlog grew, as sentences. */
export function troublesOf(replications: readonly Replication[]): string[] {
  const undrained = replications.filter(({ outcome }) => outcome.status === 'not-drained')
  const growing = replications.filter(({ outcome }) => outcome.overload?.kind === 'growing')
  const transient = replications.filter(({ outcome }) => outcome.overload?.kind === 'transient')
  return [
    ...(undrained.length === 0 ? [] : [`${seedsOf(undrained, replications)} did not drain: percentiles are not judged.`]),
    ...(growing.length === 0 ? [] : [`${seedsOf(growing, replications)}: ${growing[0]!.outcome.overload!.text}`]),
    ...(transient.length === 0 ? [] : [`${seedsOf(transient, replications)}: ${transient[0]!.outcome.overload!.text}`]),
  ]
}

function seedsOf(some: readonly Replication[], all: readonly Replication[]): string {
  if (some.length === all.length) return all.length === 1 ? 'The run' : `All ${all.length} runs`
  if (some.length > NAMED) return `${some.length} of ${all.length} runs`
  return `Seed${some.length === 1 ? '' : 's'} ${some.map(({ seed }) => seed).join(', ')} (${some.length} of ${all.length} runs)`
}

/** What concerns the whole experiment, the gravest first. */
export function runNotes(
  method: Method,
  replications: readonly (readonly Replication[])[],
  estimates: readonly (readonly Estimate[])[],
): string[] {
  const notes: string[] = []
  if (method.warmup?.tooShort === true)
    notes.push(
      'The runs are too short for a steady state: MSER-5 would cut away more than half of some series. Make duration longer before you trust any figure.',
    )
  const { stopping } = method
  if (stopping?.reached === false)
    notes.push(
      `The budget of ${stopping.budget} replications came before the precision of ${percent(stopping.precision)} that was asked for.`,
    )
  if (method.seeds.count === 1 && method.intervals === 'replications')
    notes.push('One replication has no intervals, and tells only what is identical: raise replications.')
  const short = new Set(
    estimates
      .flat()
      .flatMap((one) => (one.inFamily && one.reason?.startsWith(TOO_SHORT) === true ? [metricLabel(one.metric, one.selector)] : [])),
  )
  if (short.size > 0)
    notes.push(
      `Runs may be too short for the intervals of ${[...short].join(', ')} to hold as often as they say: make duration longer rather than adding seeds.`,
    )
  const kept = new Set(replications.flat().flatMap(({ outcome }) => outcome.notes))
  return [...notes, ...kept]
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`
}
