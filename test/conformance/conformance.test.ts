/** What every registered thing must do, generated from the registries. */
import { describe, expect, test } from 'vitest'
import type { SchedulingType, WindowingType } from '../../src/engine/ports.ts'
import { Meter } from '../../src/engine/meter.ts'
import { operators } from '../../src/operators/index.ts'
import { distributions } from '../../src/random/index.ts'
import type { Descriptor } from '../../src/registry/descriptor.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { arrivals } from '../../src/traffic/arrivals/index.ts'
import { disorders } from '../../src/traffic/disorder/index.ts'
import { keys } from '../../src/traffic/keys/index.ts'
import { watermarks } from '../../src/traffic/watermarks/index.ts'
import { runText } from '../experiment/shipped.ts'
import { checkedRun, descriptorProblems, inner, OPERATOR_SCENARIOS, scenarioAround } from './harness.ts'

type Described = Readonly<Record<string, { readonly descriptor: Descriptor }>>
const registries = { operators, scheduling, windowing, arrivals, keys, disorders, watermarks, distributions } as unknown as Readonly<
  Record<string, Described>
>

describe('descriptors', () => {
  for (const [kind, registry] of Object.entries(registries)) {
    test.each(Object.entries(registry))(`${kind}: %s`, (key, { descriptor }) => {
      expect(descriptorProblems(key, descriptor)).toEqual([])
    })
  }

  test('a wrong one is found out', () => {
    const wrong: Descriptor = {
      kind: 'key',
      name: 'Wrong',
      summary: 'no stop',
      source: '',
      options: { Big: { type: { kind: 'integer', max: 3 }, doc: '', default: 4 } },
      main: 'x',
    }
    expect(descriptorProblems('wrong', wrong)).toHaveLength(8)
  })
})

describe('operators', () => {
  test.each(inner)('%s: has a scenario, keeps every law, gives the same digests twice, and counts its work', async (name) => {
    const stage = OPERATOR_SCENARIOS[name]
    expect(stage, `no pipeline shows ${name} at work: add one to OPERATOR_SCENARIOS`).toBeDefined()
    const { result, violations } = await checkedRun(scenarioAround(stage!))
    expect(violations).toEqual([])
    const again = await runText(scenarioAround(stage!))
    expect(again.digests).toEqual(result.digests)
    expect(result.stages[0]!.taken).toBeGreaterThan(1_000)
    expect(result.stages[0]!.counts['records']).toBe(result.stages[0]!.taken)
  })

  test.each(inner.filter(([, operator]) => operator.runsOn === 'worker'))(
    '%s: gives the same results whatever the parallelism',
    async (name) => {
      const one = await runText(scenarioAround(OPERATOR_SCENARIOS[name]!))
      const four = await runText(scenarioAround(OPERATOR_SCENARIOS[name]!.replace(/ }$/, ', parallelism: 4 }')))
      expect(four.digests.output).toEqual(one.digests.output)
    },
  )
})

describe('scheduling strategies', () => {
  const all = Object.entries(scheduling as unknown as Readonly<Record<string, SchedulingType>>)
  const stage = OPERATOR_SCENARIOS['service']!

  test.each(all)('%s: keeps every law, and the same results as the others', async (name) => {
    const { result, violations } = await checkedRun(scenarioAround(stage, `strategies: { scheduling: ${name} }`))
    expect(violations).toEqual([])
    const reference = await runText(scenarioAround(stage, 'strategies: { scheduling: fifo }'))
    expect(result.digests.output).toEqual(reference.digests.output)
    expect(result.digests.workload).toEqual(reference.digests.workload)
  })

  test.each(all)('%s: serves whatever waits (Σ ρᵢ Wᵢ does not depend on the order)', async (name) => {
    // One server, one class of service: the mean wait over all rows is the same under every policy that looks at no service time,
    // in every busy period that ends, and this run ends empty.
    const text = scenarioAround('{ from: orders, service: { time: 0.9 ms } }', `strategies: { scheduling: ${name} }`)
    const reference = await runText(text.replace(`scheduling: ${name}`, 'scheduling: fifo'))
    const result = await runText(text)
    const sum = (run: typeof result): number =>
      run.histograms.reduce((total, histogram) => total + histogram.sum, 0) / run.histograms.length
    expect(sum(result)).toBeCloseTo(sum(reference), 0)
  })
})

describe('windowing strategies', () => {
  const all = Object.entries(windowing as unknown as Readonly<Record<string, WindowingType>>)
  const stage = OPERATOR_SCENARIOS['window']!

  test.each(all)('%s: keeps every law, and agrees with recomputation', async (name) => {
    const { result, violations } = await checkedRun(scenarioAround(stage, `strategies: { windowing: ${name} }`))
    expect(violations).toEqual([])
    const reference = await runText(scenarioAround(stage, 'strategies: { windowing: recompute }'))
    expect(result.digests.output).toEqual(reference.digests.output)
    expect(result.stages[0]!.counts['combines']).toBeGreaterThan(0)
    expect(result.stages[0]!.stateBytesMax).toBeGreaterThan(0)
  })

  /** Sums of the row numbers, as an aggregate of width 1. */
  const sum = {
    width: 1,
    lift: (row: number, into: Float64Array, at: number): void => void (into[at] = row),
    combine: (a: Float64Array, at: number, b: Float64Array, from: number): void => void (a[at]! += b[from]!),
  }

  test.each(all)('%s: a snapshot restored into a new instance goes on as the old one would', (_name, type) => {
    const create = () => type.create({}, { aggregate: sum, size: 10, slide: 10, meter: new Meter() })
    const old = create()
    for (let i = 0; i < 500; i++) old.insert(i % 7, (i * 3) % 90, i)
    old.evict(3, 20)
    const image: unknown = JSON.parse(JSON.stringify(old.snapshot()))
    const fresh = create()
    fresh.restore(image)
    expect(fresh.stateBytes()).toBe(old.stateBytes())
    for (let i = 500; i < 800; i++) for (const one of [old, fresh]) one.insert(i % 7, 30 + ((i * 3) % 60), i)
    const results = [old, fresh].map((one) => {
      const into = new Float64Array(1)
      const values: number[] = []
      for (let key = 0; key < 7; key++) {
        for (let start = 30; start < 90; start += 10) {
          one.query(key, start, start + 10, into)
          values.push(into[0]!)
        }
      }
      return values
    })
    expect(results[1]).toEqual(results[0])
  })
})
