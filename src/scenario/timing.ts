/** Whether a scenario's output can depend on timing, and why. Where it cannot, the two clocks must agree on it. */
import { operatorNamed } from '../operators/index.ts'
import { arrivals } from '../traffic/arrivals/index.ts'
import type { Descriptor } from '../registry/descriptor.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import type { Scenario, Stage } from './scenario.ts'

/** A sentence for each reason; empty when output is the same whatever takes how long. */
export function timingDependence(scenario: Scenario): string[] {
  const reasons: string[] = []
  for (const stage of scenario.stages) {
    if (stage.queue.full === 'drop-tail') reasons.push(`${stage.name}: which records a full queue drops depends on when they come`)
    const channels = channelsInto(scenario, stage)
    const reason = operatorNamed(stage.operator.name).timingDependent?.(stage.operator.options, channels)
    if (reason !== undefined) reasons.push(`${stage.name}: ${reason}`)
    if (stage.operator.name === 'window' && channels > 1 && mayBeLate(scenario)) {
      reasons.push(`${stage.name}: which records are late depends on which of its ${channels} channels is ahead`)
    }
  }
  const picked: readonly (readonly [string, { readonly descriptor: Descriptor } | undefined])[] = [
    ...scenario.sources.map((source) => [source.name, entry(arrivals, source.arrivals.name)] as const),
    ...scenario.strategies.scheduling.map((candidate) => [candidate.id, entry(scheduling, candidate.name)] as const),
    ...scenario.strategies.windowing.map((candidate) => [candidate.id, entry(windowing, candidate.name)] as const),
  ]
  for (const [name, type] of picked)
    if (type?.descriptor.timingDependent !== undefined) reasons.push(`${name}: ${type.descriptor.timingDependent}`)
  return reasons
}

function entry(registry: Readonly<Record<string, unknown>>, name: string): { readonly descriptor: Descriptor } | undefined {
  return registry[name] as { readonly descriptor: Descriptor } | undefined
}

/** How many channels feed each task of a stage. */
function channelsInto(scenario: Scenario, stage: Stage): number {
  return stage.from.reduce((sum, { name }) => sum + (scenario.stages.find((one) => one.name === name)?.parallelism ?? 1), 0)
}

/** Whether a record can be late at all: without disorder the watermark of every source stays behind its records. */
function mayBeLate(scenario: Scenario): boolean {
  return scenario.sources.some((source) => source.disorder !== undefined)
}
