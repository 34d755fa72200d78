/** What every registered operator does, whatever it is for: made from the registry, so that a new one is tested with nothing to add here. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OperatorType, WindowingType } from '../../src/engine/ports.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { KEEPING_FIELDS, operators } from '../../src/operators/index.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { OperatorBench, shapeWith, type Item } from './operator-bench.ts'
import { FIELDS, variantsOf } from './option-examples.ts'

const parse = await loadExpressionParser()
const RUNS = 25
const strategies = windowing as unknown as Readonly<Record<string, WindowingType>>

interface Subject {
  readonly title: string
  readonly create: (like?: OperatorBench) => OperatorBench
  /** The same with another windowing strategy, where it has one. */
  readonly reference?: () => OperatorBench
}

/** Every operator with every set of options that its shape accepts, and every windowing strategy where it uses one. */
const subjects: Subject[] = Object.values(operators as unknown as Readonly<Record<string, OperatorType>>).flatMap((type) => {
  const variants = variantsOf(type.descriptor.options, parse).filter((options) => shapeWith(type, options).problems.length === 0)
  return variants.flatMap((options, n): Subject[] => {
    const title = `${type.descriptor.name}, options ${n}`
    if (type.usesWindowing !== true) return [{ title, create: (like) => new OperatorBench(type, options, undefined, like) }]
    const reference = (): OperatorBench => new OperatorBench(type, options, { type: strategies['recompute']!, options: {} })
    return Object.values(strategies).flatMap((strategy) =>
      variantsOf(strategy.descriptor.options, parse).map((chosen, m) => ({
        title: `${title}, ${strategy.descriptor.name}, options ${m}`,
        create: (like?: OperatorBench) => new OperatorBench(type, options, { type: strategy, options: chosen }, like),
        reference,
      })),
    )
  })
})

const item: fc.Arbitrary<Item> = fc.record({
  time: fc.integer({ min: -40, max: 160 }),
  behind: fc.constantFrom(0, 5, 40),
  key: fc.oneof(fc.nat(2), fc.constantFrom('a', 'b')),
  // Quarters add up exactly in any order; −0 and NaN are not for sums.
  amount: fc.integer({ min: -40, max: 40 }).map((n) => n / 4 + 0),
  ok: fc.boolean(),
  name: fc.constantFrom('x', 'y', ''),
  flow: fc.nat(1),
})
const stream = fc.array(item, { maxLength: 60 })

const isStateful = ({ create }: Subject): boolean => create().operator.snapshot !== undefined

test('every operator has options that work', () => {
  for (const name of Object.keys(operators))
    expect(
      subjects.some(({ title }) => title.startsWith(`${name},`)),
      name,
    ).toBe(true)
})

test('those that are said to keep fields do, whatever their options, and the others do not', () => {
  const incoming = new Map(FIELDS.map(({ name, type }) => [name, type]))
  for (const type of Object.values(operators as unknown as Readonly<Record<string, OperatorType>>)) {
    const left = variantsOf(type.descriptor.options, parse).map((options) => shapeWith(type, options).fields)
    const isKept = left.every((fields) => JSON.stringify([...fields]) === JSON.stringify([...incoming]))
    expect(isKept, type.descriptor.name).toBe(KEEPING_FIELDS.has(type.descriptor.name))
  }
})

describe.each(subjects)('$title', (subject) => {
  test('lets go of every row that it is given, once, and counts only upwards', () => {
    fc.assert(
      fc.property(stream, (items) => {
        const bench = subject.create()
        let before = [...bench.meter.counts]
        for (const one of items) {
          bench.take(one)
          expect([bench.rows, bench.held.size, bench.strays]).toEqual([0, 0, []])
          const counts = [...bench.meter.counts]
          expect(counts.every((count, i) => count >= before[i]! && Number.isFinite(count))).toBe(true)
          before = counts
        }
        bench.advance(Infinity)
        expect([bench.rows, bench.held.size, bench.strays]).toEqual([0, 0, []])
        expect(bench.results.filter(({ output }) => output === 1)).toHaveLength(bench.lateCount)
      }),
      { numRuns: RUNS },
    )
  })

  test('gives the same for the same, and takes no negative time', () => {
    fc.assert(
      fc.property(stream, (items) => {
        const [one, other] = [subject.create(), subject.create()]
        const times = [one, other].map((bench) => items.map((each) => bench.process(each)))
        expect(times[1]).toEqual(times[0])
        for (const time of times[0]!) if (time !== undefined) expect(time).toBeGreaterThanOrEqual(0)
        for (const bench of [one, other]) bench.advance(Infinity)
        expect(other.results).toEqual(one.results)
        expect([...other.meter.counts]).toEqual([...one.meter.counts])
      }),
      { numRuns: RUNS },
    )
  })

  test.skipIf(subject.reference === undefined)('agrees with recomputation, in the same order', () => {
    fc.assert(
      fc.property(stream, (items) => {
        const [bench, reference] = [subject.create(), subject.reference!()]
        for (const one of [bench, reference]) {
          for (const each of items) one.take(each)
          one.advance(Infinity)
        }
        expect(bench.results).toEqual(reference.results)
        expect(bench.lateCount).toBe(reference.lateCount)
      }),
      { numRuns: 2 * RUNS },
    )
  })
})

describe.each(subjects.filter(isStateful))('$title', ({ create }) => {
  test('goes on from a snapshot as it would have without, even from between two firings', () => {
    fc.assert(
      fc.property(stream, stream, fc.nat(200), fc.nat(3), (before, after, watermark, firings) => {
        const old = create()
        for (const each of before) old.take(each)
        // A watermark fires windows one by one, and the snapshot may come in between.
        const reached = Math.max(old.watermark, watermark)
        old.watermark = reached
        for (let fired = 0; fired < firings && old.operator.due?.(reached) === true; fired++) old.fire()
        const fresh = create(old)
        const image = structuredClone(old.operator.snapshot!())
        fresh.operator.restore!(structuredClone(image))
        expect(fresh.operator.snapshot!()).toEqual(image)
        expect(fresh.operator.stateBytes!()).toBe(old.operator.stateBytes!())
        fresh.newest = old.newest
        const known = old.results.length
        for (const bench of [old, fresh]) {
          bench.watermark = reached
          while (bench.operator.due?.(reached) === true) bench.fire()
          bench.operator.advance?.(reached)
          for (const each of after) bench.take({ ...each, time: each.time + 60 })
          bench.advance(Infinity)
        }
        const results = old.results.slice(known)
        // Records are numbered per bench, so late ones have other identities.
        const comparable = (list: typeof results) => list.map((one) => (one.output === 0 ? one : { ...one, identity: '' }))
        expect(comparable(fresh.results)).toEqual(comparable(results))
        expect(fresh.operator.stateBytes!()).toBe(old.operator.stateBytes!())
      }),
      { numRuns: 4 * RUNS },
    )
  })
})
