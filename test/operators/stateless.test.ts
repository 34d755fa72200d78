/** Filter, map, service and sink against evaluating the expression by hand. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COUNT } from '../../src/engine/meter.ts'
import type { OperatorType } from '../../src/engine/ports.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { operators } from '../../src/operators/index.ts'
import { Stream } from '../../src/random/stream.ts'
import { OperatorBench, type Item } from '../conformance/operator-bench.ts'

const parse = await loadExpressionParser()

const items: fc.Arbitrary<Item[]> = fc.array(
  fc.record({
    time: fc.nat(100),
    behind: fc.constant(0),
    key: fc.nat(5),
    amount: fc.double({ min: -100, max: 100, noNaN: true }),
    ok: fc.boolean(),
    name: fc.constantFrom('x', 'y'),
    flow: fc.nat(1),
  }),
  { maxLength: 30 },
)

const bench = (name: keyof typeof operators, options: Record<string, unknown>): OperatorBench =>
  new OperatorBench(operators[name] as unknown as OperatorType, options)

test('filter keeps the records for which the condition holds, as they are', () => {
  fc.assert(
    fc.property(items, (list) => {
      const driven = bench('filter', { where: parse('amount > 3 and not ok or name == "y" and key < 2') })
      for (const item of list) driven.process(item)
      const kept = list.filter(({ amount, ok, name, key }) => (amount > 3 && !ok) || (name === 'y' && (key as number) < 2))
      expect(driven.results.map(({ fields }) => fields)).toEqual(kept.map(({ amount, ok, name }) => ({ amount, ok: ok ? 1 : 0, name })))
      expect(driven.meter.counts[COUNT.operations]).toBe(7 * list.length)
    }),
  )
})

test('map sees the record as it came in, whatever it replaces first', () => {
  fc.assert(
    fc.property(items, (list) => {
      const fields = {
        amount: parse('2 * amount'),
        half: parse('amount / 2'),
        big: parse('amount > 10'),
        label: parse('if(ok, name, "none")'),
      }
      const driven = bench('map', { fields })
      for (const item of list) driven.process(item)
      const expected = list.map(({ amount, ok, name }) => ({
        amount: 2 * amount,
        ok: ok ? 1 : 0,
        name,
        half: amount / 2,
        big: amount > 10 ? 1 : 0,
        label: ok ? name : 'none',
      }))
      expect(driven.results.map((result) => result.fields)).toEqual(expected)
    }),
  )
})

describe('service', () => {
  const time = (options: Record<string, unknown>, list: readonly Item[]): (number | undefined)[] => {
    const driven = bench('service', { servers: 1, ...options })
    return list.map((item) => driven.process(item))
  }
  const one: Item = { time: 0, behind: 0, key: 1, amount: 4, ok: true, name: 'x', flow: 0 }
  const list = Array.from({ length: 50 }, (_, n) => ({ ...one, amount: n }))

  test('takes a constant time, an expression over the record, or a draw of its own for each record', () => {
    expect(time({ time: { kind: 'constant', value: 9 } }, list)).toEqual(list.map(() => 9))
    expect(time({ time: { kind: 'expression', expression: parse('20 ms + 2 ms * amount') } }, list)).toEqual(
      list.map(({ amount }) => 20e6 + 2e6 * amount),
    )
    const stream = new Stream(1, 'stage/service')
    const draws = time({ time: { kind: 'draw', name: 'exponential', options: { mean: 1e6 } } }, list)
    expect(draws).toEqual(list.map((_, n) => 1e6 * stream.at(n, 77).exponential()))
  })

  test('draws belong to records: who came before does not matter', () => {
    const driven = bench('service', { servers: 1, time: { kind: 'draw', name: 'exponential', options: { mean: 1e6 } } })
    const again = list.map((item) => driven.process(item))
    expect(again).toEqual(time({ time: { kind: 'draw', name: 'exponential', options: { mean: 1e6 } } }, list))
    expect(new Set(again).size).toBe(list.length)
  })
})

test('a sink lets every record go', () => {
  const driven = bench('sink', { to: { name: 'discard' } })
  driven.process({ time: 0, behind: 0, key: 1, amount: 4, ok: true, name: 'x', flow: 0 })
  expect([driven.rows, driven.results]).toEqual([0, []])
})
