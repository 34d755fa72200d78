/** Runs small pipelines around any registered operator or strategy. What is registered is tested, with nothing to add here. */
import type { OperatorType } from '../../src/engine/ports.ts'
import { operators } from '../../src/operators/index.ts'
import type { Descriptor } from '../../src/registry/descriptor.ts'
import { runText } from '../experiment/shipped.ts'

/** A pipeline that shows an operator at work, for each that is registered. An operator without one fails the suite, with the reason. */
export const OPERATOR_SCENARIOS: Readonly<Record<string, string>> = {
  filter: '{ from: orders, filter: price > 3 }',
  map: '{ from: orders, map: { double: 2 * price } }',
  service: '{ from: orders, service: { time: { exponential: 1.5 ms }, servers: 2 } }',
  window:
    '{ from: orders, window: { tumbling: 100 ms, aggregate: { n: count(), total: sum(price), most: max(price), least: min(price), middle: mean(price) }, allowedLateness: 30 ms } }',
}

/** A scenario with disorder, two flows and late records, around one stage. */
export function scenarioAround(stage: string, strategies = ''): string {
  return `
format: 1
duration: 2 s
flows: { urgent: { priority: 1 }, slow: { priority: 2 } }
traffic:
  orders:
    flow: { field: class }
    arrivals: { poisson: 1_000/s }
    records:
      key: { zipf: { keys: 20 } }
      fields: { price: { uniform: { from: 1, to: 9 } }, class: { choice: { urgent: 1, slow: 3 } } }
    disorder: { exponential: 20 ms }
    watermark: { bounded: 30 ms }
pipeline:
  under: ${stage}
  out: { from: under, sink: discard }
${strategies}
`
}

/** Runs a scenario with every checker on. */
export async function checkedRun(text: string) {
  const result = await runText(text, { check: true })
  return { result, violations: result.checkers.filter((checker) => checker.violation !== null) }
}

/** What every descriptor must say. */
export function descriptorProblems(key: string, descriptor: Descriptor): string[] {
  const problems: string[] = []
  if (descriptor.name !== key) problems.push(`${key} is registered under another name: ${descriptor.name}`)
  if (!/^[a-z][a-z0-9-]*$/.test(descriptor.name)) problems.push(`${key}: the name is not in kebab-case`)
  if (descriptor.summary.includes('\n') || !/[.!?]$/.test(descriptor.summary))
    problems.push(`${key}: the summary is not one line that ends in a full stop`)
  if (descriptor.source.trim() === '') problems.push(`${key}: no source`)
  for (const [name, option] of Object.entries(descriptor.options)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) problems.push(`${key}.${name}: option names are in camelCase`)
    if (option.doc.trim() === '') problems.push(`${key}.${name}: no words about it`)
    const { min, max, above } = option.type as { min?: number; max?: number; above?: number }
    const value = option.default
    if (typeof value !== 'number') continue
    if ((min !== undefined && value < min) || (max !== undefined && value > max) || (above !== undefined && value <= above))
      problems.push(`${key}.${name}: the default is out of bounds`)
  }
  if (descriptor.main !== undefined && !Object.hasOwn(descriptor.options, descriptor.main))
    problems.push(`${key}: the main option does not exist`)
  return problems
}

/** Operators that are no sinks, by name. */
export const inner = Object.entries(operators as unknown as Readonly<Record<string, OperatorType>>).filter(
  ([, operator]) => operator.runsOn !== 'sink',
)
