/** What can be said of a source before it runs: how fast it is, whether it ends, whether it depends on the seed, which trace it reads. */
import type { FilePath } from '../registry/option.ts'
import type { Quantity } from '../registry/pick.ts'
import { arrivalsNamed } from './arrivals/index.ts'
import { isDrawn } from './correlated-fields.ts'
import { disorderNamed } from './disorder/index.ts'
import { keyNamed } from './keys/index.ts'
import type { Disorder, KeyContent, SourceSpec } from './source-spec.ts'
import type { Trace, TraceOptions } from './trace.ts'

/** Records per second in the long run; undefined when that takes a trace that is not given, or has one record only. */
export function meanRate(spec: SourceSpec, trace?: Trace): number | undefined {
  const rate = arrivalsNamed(spec.arrivals.name).meanRate(spec.arrivals.options, trace)
  return rate === undefined ? undefined : rate * shareOf(spec)
}

/** Whether the source comes to an end by itself. */
export function endsByItself(spec: SourceSpec): boolean {
  return arrivalsNamed(spec.arrivals.name).finite(spec.arrivals.options)
}

/** Why the source has no steady state; undefined when it has one. */
export function unsteadyBecause(spec: SourceSpec): string | undefined {
  return arrivalsNamed(spec.arrivals.name).unsteady?.(spec.arrivals.options)
}

/** Whether times and contents are the same whatever the seed, so that replications of them are one and the same. */
export function isDeterministic(spec: SourceSpec): boolean {
  if (spec.after !== undefined && (spec.after.probability < 1 || isDraw(spec.after.delay) || !isDeterministic(spec.after.parent)))
    return false
  return (
    arrivalsNamed(spec.arrivals.name).deterministic(spec.arrivals.options) &&
    !isDrawnKey(spec.key) &&
    !spec.fields.some(isDrawn) &&
    !isDraw(spec.bytes) &&
    !isDrawnDisorder(spec.disorder)
  )
}

/** The trace that the source needs, and how to read it. */
export function traceOf(spec: SourceSpec): { readonly file: FilePath; readonly options: TraceOptions } | undefined {
  return arrivalsNamed(spec.arrivals.name).trace?.(spec.arrivals.options)
}

/** Of the records of what it follows, those that it has. */
function shareOf({ after }: SourceSpec): number {
  return after === undefined ? 1 : after.probability * shareOf(after.parent)
}

function isDrawnKey(key: KeyContent): boolean {
  return key.kind === 'pick' && !keyNamed(key.name).deterministic
}

function isDrawnDisorder(disorder: Disorder | undefined): boolean {
  return disorder?.kind === 'pick' ? !disorderNamed(disorder.name).deterministic(disorder.options) : isDraw(disorder)
}

function isDraw(quantity: Quantity | undefined): boolean {
  return quantity?.kind === 'draw'
}
