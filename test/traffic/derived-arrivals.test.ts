import { describe, expect, test } from 'vitest'
import { RecordSchema, RecordTable } from '../../src/structures/record-table.ts'
import { createSource, type RecordSource } from '../../src/traffic/source.ts'
import { meanRate } from '../../src/traffic/source-properties.ts'
import type { SourceSpec } from '../../src/traffic/source-spec.ts'
import { read } from '../experiment/shipped.ts'

const scenario = (payments: string, more = ''): string => `format: 1
duration: 100 s
traffic:
  payments: ${payments}
  orders:
    arrivals: { poisson: 200/s }
    records: { key: { uniform: 50 }, fields: { orderId: { uniform: { from: 0, to: 1e9 } }, shop: { choice: [a, b] } } }
${more}
pipeline:
  done: { from: [orders, payments], sink: discard }
`

interface Drawn {
  readonly time: number
  readonly low: number
  readonly key: number
  readonly fields: Readonly<Record<string, number>>
}

async function draw(
  text: string,
  seed = 1,
): Promise<{ readonly by: Readonly<Record<string, readonly Drawn[]>>; readonly specs: readonly SourceSpec[] }> {
  const { scenario: parsed, traces } = await read(text)
  const schema = new RecordSchema(parsed.fields)
  const flows = new Map(parsed.flows.map(({ name }, number) => [name, number]))
  const by: Record<string, Drawn[]> = {}
  for (const spec of parsed.sources) {
    const generator = createSource(spec, { seed, schema, flows, epochMs: 0, trace: traces.get(spec.name) })
    const table = new RecordTable(schema)
    const all: Drawn[] = (by[spec.name] = [])
    while (generator.nextTime() < 100e9) {
      const time = generator.nextTime()
      const row = fillNext(generator, table)
      const fields = Object.fromEntries(spec.fields.map(({ name }) => [name, table.field(row, schema.indexOf(name))]))
      all.push({ time, low: table.identityLow(row), key: table.key(row), fields })
      table.free(row)
    }
  }
  return { by, specs: parsed.sources }
}

function fillNext(generator: RecordSource, table: RecordTable): number {
  const row = table.allocate()
  generator.fill(table, row)
  return row
}

const PAYMENTS = '{ after: orders, delay: { exponential: 2 s }, probability: 0.97, copy: [key, orderId] }'
const { by, specs } = await draw(scenario(PAYMENTS))
const orders = by['orders']!
const payments = by['payments']!
const early = orders.filter(({ time }) => time < 70e9)
const following = new Map(payments.map((payment) => [payment.low, payment]))

describe('a source that comes after another one', () => {
  test('comes in order of time, each after the record that it follows, with its number', () => {
    for (const [i, { time, low }] of payments.entries()) {
      expect(time).toBeGreaterThanOrEqual(payments[i - 1]?.time ?? 0)
      expect(time).toBeGreaterThanOrEqual(orders[low]!.time)
    }
    expect(new Set(payments.map(({ low }) => low)).size).toBe(payments.length)
  })

  test('copies what it is told to, and nothing else', () => {
    for (const { low, key, fields } of payments) {
      expect(key).toBe(orders[low]!.key)
      expect(fields).toEqual({ orderId: orders[low]!.fields['orderId'] })
    }
  })

  test('follows the share of records that it is told to', () => {
    // Those of the first 70 s have come by 100 s, but for e⁻¹⁵ of them.
    const followed = early.filter(({ low }) => following.has(low)).length
    expect(Math.abs(followed - 0.97 * early.length)).toBeLessThan(4 * Math.sqrt(early.length * 0.97 * 0.03))
  })

  test('with delays of their distribution: the largest distance of the empirical one is within that of chance', () => {
    const delays = early
      .flatMap(({ low, time }) => (following.has(low) ? [(following.get(low)!.time - time) / 2e9] : []))
      .toSorted((a, b) => a - b)
    const distance = (law: (x: number) => number): number =>
      Math.max(
        ...delays.map((delay, i) => Math.max(Math.abs(law(delay) - i / delays.length), Math.abs(law(delay) - (i + 1) / delays.length))),
      )
    expect(distance((x) => 1 - Math.exp(-x)) * Math.sqrt(delays.length)).toBeLessThan(1.95)
    // A mean that is a tenth off would be seen.
    expect(distance((x) => 1 - Math.exp(-x / 1.1)) * Math.sqrt(delays.length)).toBeGreaterThan(1.95)
  })

  test('has a mean rate, and is the same every time, wherever it stands in the file', async () => {
    expect(meanRate(specs.find(({ name }) => name === 'payments')!)).toBeCloseTo(194, 10)
    const again = await draw(scenario(PAYMENTS))
    expect(again.by['payments']).toEqual(payments)
    expect((await draw(scenario(PAYMENTS), 2)).by['payments']).not.toEqual(payments)
  })

  test('may have fields of its own, and be followed itself', async () => {
    const more =
      '  refunds: { after: payments, delay: 1 s, probability: 0.1, copy: [orderId], records: { fields: { half: orderId / 2 } } }\n'
    const found = await draw(scenario(PAYMENTS, more).replace('[orders, payments]', '[orders, payments, refunds]'))
    for (const { time, low, fields } of found.by['refunds']!) {
      const payment = following.get(low)!
      expect(time).toBe(payment.time + 1e9)
      expect(fields).toEqual({ orderId: payment.fields['orderId'], half: payment.fields['orderId']! / 2 })
    }
    expect(found.by['refunds']!.length).toBeGreaterThan(100)
  })

  test('does not move what it follows', async () => {
    const alone = await draw(scenario('{ arrivals: { poisson: 1/s } }'))
    expect(alone.by['orders']).toEqual(orders)
  })
})
