/** Whether a scenario's output can depend on timing, and why. Where it cannot, the two clocks must agree on it. */
import { operatorNamed } from '../operators/index.ts'
import { arrivals } from '../traffic/arrivals/index.ts'
import type { Descriptor } from '../registry/descriptor.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { policiesAt } from './candidate.ts'
import type { Scenario, Stage } from './scenario.ts'

/** A sentence for each reason; empty when output is the same whatever takes how long. */
export function timingDependence(scenario: Scenario): string[] {
  const reasons: string[] = []
  for (const stage of scenario.stages) {
    if (stage.queue.full === 'drop-tail') reasons.push(`${stage.name}: which records a full queue drops depends on when they come`)
    const operator = operatorNamed(stage.operator.name)
    const reason = operator.timingDependent?.(stage.operator.options, channelsInto(scenario, stage))
    if (reason !== undefined) reasons.push(`${stage.name}: ${reason}`)
    const why = operator.usesWindowing === true ? disorderBefore(scenario, stage) : undefined
    if (why === undefined) continue
    if (operator.orderSensitive?.(stage.operator.options) === true) {
      if (reason === undefined) reasons.push(`${stage.name}: which records share a window depends on their order, and ${why}`)
    } else if (mayBeLate(scenario, stage)) {
      reasons.push(`${stage.name}: which records are late depends on timing, because ${why}`)
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

/** What may change the order of records on their way into a stage, between one run and another: the first such thing upstream. */
function disorderBefore(scenario: Scenario, stage: Stage): string | undefined {
  const own = reordering(scenario, stage)
  if (own !== undefined) return own
  for (const { name } of stage.from) {
    const before = scenario.stages.find((one) => one.name === name)
    const found = before && disorderBefore(scenario, before)
    if (found !== undefined) return found
  }
  return undefined
}

function reordering(scenario: Scenario, stage: Stage): string | undefined {
  const channels = channelsInto(scenario, stage)
  if (channels > 1) return `${stage.name} takes from ${channels} channels`
  const operator = operatorNamed(stage.operator.name)
  const servers = operator.servers?.(stage.operator.options) ?? 1
  if (servers > 1) return `the ${servers} servers of ${stage.name} overtake one another`
  const candidates = policiesAt(stage, scenario.nodes, scenario.strategies.scheduling)
  const policies = scheduling as unknown as Readonly<Record<string, { readonly keepsOrderOf: string }>>
  const changing = candidates.find((candidate) => policies[candidate.name]!.keepsOrderOf !== 'channel')
  return changing === undefined || scenario.flows.length < 2 ? undefined : `${changing.id} changes the order at ${stage.name}`
}

/** Whether a record can be late there at all: without disorder the watermark of every source stays behind its records. */
function mayBeLate(scenario: Scenario, stage: Stage): boolean {
  const upstream = new Set([stage.name])
  // Each stage comes after what it reads from.
  for (const { name, from } of scenario.stages.toReversed()) if (upstream.has(name)) for (const input of from) upstream.add(input.name)
  return scenario.sources.some(({ name, disorder }) => disorder !== undefined && upstream.has(name))
}
