import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrafficSource } from '../../src/engine/ports.ts'
import type { Expression } from '../../src/expressions/expression.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import type { Quantity } from '../../src/registry/pick.ts'
import { RecordSchema, RecordTable, TEXT_KEY } from '../../src/structures/record-table.ts'
import { endsByItself, isDeterministic, meanRate, traceOf } from '../../src/traffic/source-properties.ts'
import type { FieldContent, SourceSpec } from '../../src/traffic/source-spec.ts'
import { createSource, type SourceContext } from '../../src/traffic/source.ts'
import { readTrace } from '../../src/traffic/trace.ts'
import { TrafficError } from '../../src/traffic/traffic-error.ts'
import { chiSquare, chiSquareQuantile } from './chi-square.ts'

let parse: (text: string) => Expression
beforeAll(async () => {
  parse = await loadExpressionParser()
})

const plain: SourceSpec = {
  name: 'chat',
  flow: { kind: 'fixed', flow: 'chat' },
  arrivals: { name: 'constant', options: { rate: 1000 } },
  key: { kind: 'constant', value: 5 },
  fields: [],
  watermark: { name: 'bounded', options: { bound: 0 } },
}

/** A uniform draw, whatever the options of the distribution. */
const uniformDraw = (low: number, high: number): Quantity => ({ kind: 'draw', name: 'uniform', options: { from: low, to: high } })
const exponentialDraw = (mean: number): Quantity => ({ kind: 'draw', name: 'exponential', options: { mean } })

const trace = readTrace(new TextEncoder().encode('time,tokens,model,cached,id\n3,30,b,true,1\n1,10,a,false,2\n2,20,b,true,3\n'), {
  file: 'trace.csv',
})
const replayed: SourceSpec = {
  ...plain,
  arrivals: {
    name: 'replay',
    options: { file: { written: 'trace.csv', absolute: '/trace.csv' }, timeFormat: 'auto', timezone: 'UTC', speed: 2 },
  },
}

interface Filled {
  /** Typed by the port that the class has to match without importing it. */
  readonly source: TrafficSource
  readonly table: RecordTable
  /** Of the records filled so far. */
  readonly rows: number[]
  readonly schema: RecordSchema
}

function open(spec: Partial<SourceSpec>, context: Partial<SourceContext> = {}): Filled {
  const whole = { ...plain, ...spec }
  const schema = new RecordSchema([{ name: 'other', type: 'number' }, ...whole.fields.map(({ name, type }) => ({ name, type }))])
  const flows = new Map([
    ['chat', 0],
    ['batch', 1],
  ])
  const source = createSource(whole, { seed: 1, schema, flows, epochMs: 0, ...context })
  return { source, table: new RecordTable(schema), rows: [], schema }
}

/** Fills the next record into a new row. */
function next({ source, table, rows }: Filled): void {
  const row = table.allocate()
  rows.push(row)
  source.fill(table, row)
}

function fill(spec: Partial<SourceSpec>, records: number, context: Partial<SourceContext> = {}): Filled {
  const filled = open(spec, context)
  for (let i = 0; i < records; i++) next(filled)
  return filled
}

/** A field's values as the user sees them. */
function values({ table, rows, schema }: Filled, name: string, records: number): (number | string | boolean)[] {
  const index = schema.indexOf(name)
  const { type } = schema.fields[index]!
  return rows.slice(0, records).map((row) => {
    const value = table.field(row, index)
    return type === 'text' ? schema.dictionary.text(value) : type === 'boolean' ? value === 1 : value
  })
}

const number = (name: string, content: FieldContent['content']): FieldContent => ({ name, type: 'number', content })
const computed = (name: string, text: string, type: FieldContent['type'] = 'number'): FieldContent => ({
  name,
  type,
  content: { kind: 'expression', expression: parse(text) },
})

describe('system columns', () => {
  test('of a source that says nothing of its records', () => {
    const filled = open({ flow: { kind: 'fixed', flow: 'batch' } })
    const { source, table, rows } = filled
    expect(source.watermark()).toBe(-Infinity)
    for (let record = 0; record < 3; record++) {
      expect(source.nextTime()).toBe(record * 1e6)
      next(filled)
      expect(source.watermark()).toBe(record * 1e6 - 1)
    }
    expect(rows.map((row) => table.intendedTime(row))).toEqual([0, 1e6, 2e6])
    expect(rows.map((row) => table.eventTime(row))).toEqual([0, 1e6, 2e6])
    expect(rows.map((row) => table.key(row))).toEqual([5, 5, 5])
    expect(rows.map((row) => table.flow(row))).toEqual([1, 1, 1])
    expect(rows.map((row) => table.bytes(row))).toEqual([8, 8, 8])
    expect(rows.map((row) => table.identityLow(row))).toEqual([0, 1, 2])
    expect(new Set(rows.map((row) => table.identityHigh(row))).size).toBe(1)
  })

  test('identities of different sources differ', () => {
    expect(fill({ name: 'a' }, 1).table.identityHigh(0)).not.toBe(fill({ name: 'b' }, 1).table.identityHigh(0))
  })

  test('the flow can be in a text field', () => {
    const fields: FieldContent[] = [
      { name: 'tenant', type: 'text', content: { kind: 'choice', values: ['chat', 'batch'], weights: [0.5, 0.5] } },
    ]
    const filled = fill({ fields, flow: { kind: 'field', field: 'tenant' } }, 50)
    const numbers = values(filled, 'tenant', 50).map((tenant) => (tenant === 'chat' ? 0 : 1))
    expect(filled.rows.map((row) => filled.table.flow(row))).toEqual(numbers)
    expect(new Set(numbers).size).toBe(2)
    const unknown: FieldContent[] = [{ name: 'tenant', type: 'text', content: { kind: 'constant', value: 'night' } }]
    expect(() => fill({ fields: unknown, flow: { kind: 'field', field: 'tenant' } }, 1)).toThrow(
      'source "chat", flow, record 0: no flow is called "night"; declare it under flows:, beside chat, batch',
    )
    expect(() => fill({ flow: { kind: 'field', field: 'other' } }, 1)).toThrow(
      'the flow is to be in "other", which is not a text field of this source',
    )
    expect(() => fill({ flow: { kind: 'fixed', flow: 'night' } }, 0)).toThrow('no flow is called "night"')
  })

  test('sizes: 8 bytes for the key and a number, 1 for a boolean, a text in UTF-8', () => {
    const fields: FieldContent[] = [
      number('n', { kind: 'constant', value: 1 }),
      { name: 'yes', type: 'boolean', content: { kind: 'constant', value: true } },
    ]
    expect(fill({ fields }, 1).table.bytes(0)).toBe(17)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const word: FieldContent = { name: 'word', type: 'text', content: { kind: 'constant', value: text } }
        expect(fill({ fields: [...fields, word] }, 1).table.bytes(0)).toBe(17 + new TextEncoder().encode(text).length)
      }),
    )
    expect(fill({ bytes: { kind: 'constant', value: 99.6 } }, 1).table.bytes(0)).toBe(100)
    expect(fill({ fields, bytes: { kind: 'expression', expression: parse('4 * n + 200 B') } }, 1).table.bytes(0)).toBe(204)
  })

  test('disorder takes event time back, and the watermark follows the largest', () => {
    const { source, table } = open({ disorder: exponentialDraw(5e6), watermark: { name: 'bounded', options: { bound: 3e6 } } })
    let largest = -Infinity
    let disordered = 0
    for (let record = 0; record < 1000; record++) {
      const before = source.watermark()
      source.fill(table, 0)
      expect(Number.isInteger(table.eventTime(0))).toBe(true)
      expect(table.eventTime(0)).toBeLessThanOrEqual(table.intendedTime(0))
      if (table.eventTime(0) < largest) disordered++
      largest = Math.max(largest, table.eventTime(0))
      expect(source.watermark()).toBe(largest - 3e6 - 1)
      expect(source.watermark()).toBeGreaterThanOrEqual(before)
    }
    expect(disordered).toBeGreaterThan(300)
  })
})

describe('keys', () => {
  test('constants and texts', () => {
    const { table, schema } = fill({ key: { kind: 'constant', value: 'alice' } }, 1)
    expect(table.key(0)).toBe(schema.textKey('alice'))
    expect(() => fill({ key: { kind: 'constant', value: TEXT_KEY } }, 0)).toThrow('a numeric key must be finite and below 2^52')
  })

  test('picks', () => {
    const { table, rows } = fill({ key: { kind: 'pick', name: 'sequence', options: { start: 3 } } }, 3)
    expect(rows.map((row) => table.key(row))).toEqual([3, 4, 5])
  })

  test('columns of a trace, by its order in time', () => {
    const numbers = fill({ ...replayed, key: { kind: 'column', column: 'id' } }, 3, { trace })
    expect(numbers.rows.map((row) => numbers.table.key(row))).toEqual([2, 3, 1])
    const { table, rows, schema } = fill({ ...replayed, key: { kind: 'column', column: 'model' } }, 3, { trace })
    expect(rows.map((row) => table.key(row))).toEqual(['a', 'b', 'b'].map((text) => schema.textKey(text)))
  })

  test('expressions come after the fields, and fields after every other key', () => {
    const fields = [computed('n', '7 + 1')]
    expect(fill({ fields, key: { kind: 'expression', expression: parse('n mod 3') } }, 1).table.key(0)).toBe(2)
    const filled = fill({ fields: [computed('n', 'key * 2')], key: { kind: 'pick', name: 'sequence', options: { start: 0 } } }, 3)
    expect(values(filled, 'n', 3)).toEqual([0, 2, 4])
    const text = fill({ key: { kind: 'expression', expression: parse('if(1 < 2, "x", "y")') } }, 1)
    expect(text.table.key(0)).toBe(text.schema.textKey('x'))
    expect(() => fill({ fields, key: { kind: 'expression', expression: parse('n / 0') } }, 1)).toThrow(
      'source "chat", key, record 0: the value is Infinity',
    )
    expect(() => fill({ fields: [computed('n', 'key')], key: { kind: 'expression', expression: parse('n') } }, 0)).toThrow(
      'source "chat", n: an expression reads key, which is not there yet: nothing is known of the record there',
    )
  })
})

describe('fields', () => {
  test('of every kind', () => {
    const fields: FieldContent[] = [
      number('constant', { kind: 'constant', value: 3 }),
      number('fixed', { kind: 'quantity', quantity: { kind: 'constant', value: 4 } }),
      computed('sum', 'constant + fixed'),
      computed('large', 'sum > 5', 'boolean'),
      computed('word', 'if(large, "L", "S")', 'text'),
      number('tokens', { kind: 'column', column: 'tokens' }),
      { name: 'model', type: 'text', content: { kind: 'column', column: 'model' } },
      { name: 'cached', type: 'boolean', content: { kind: 'column', column: 'cached' } },
    ]
    const filled = fill({ ...replayed, fields }, 3, { trace })
    const found = Object.fromEntries(fields.map(({ name }) => [name, values(filled, name, 3)]))
    expect(found).toEqual({
      constant: [3, 3, 3],
      fixed: [4, 4, 4],
      sum: [7, 7, 7],
      large: [true, true, true],
      word: ['L', 'L', 'L'],
      tokens: [10, 20, 30],
      model: ['a', 'b', 'b'],
      cached: [false, true, true],
    })
    expect(filled.source.nextTime()).toBe(Infinity)
    expect(filled.rows.map((row) => filled.table.intendedTime(row))).toEqual([0, 0.5e9, 1e9])
    expect(filled.rows.map((row) => filled.table.eventTime(row))).toEqual([1e9, 2e9, 3e9])
  })

  test('choices keep their weights', () => {
    const weights = [0.5, 0.2, 0.2, 0.1, 0]
    const filled = fill({ fields: [number('n', { kind: 'choice', values: [0, 1, 2, 3, 4], weights })] }, 20_000)
    const counts = [0, 0, 0, 0, 0]
    for (const value of values(filled, 'n', 20_000)) counts[value as number]!++
    expect(counts[4]).toBe(0)
    expect(chiSquare(counts.slice(0, 4), weights.slice(0, 4))).toBeLessThan(chiSquareQuantile(3, 3.09))
  })

  test('contents of a record do not depend on what was filled before, or where', () => {
    const spec: Partial<SourceSpec> = {
      arrivals: { name: 'poisson', options: { rate: 100 } },
      key: { kind: 'pick', name: 'zipf', options: { keys: 100, exponent: 1 } },
      fields: [
        number('a', { kind: 'quantity', quantity: uniformDraw(0, 1) }),
        number('b', { kind: 'quantity', quantity: exponentialDraw(10) }),
        number('c', { kind: 'choice', values: [1, 2, 3], weights: [0.2, 0.3, 0.5] }),
      ],
      disorder: exponentialDraw(1e6),
    }
    const rowOf = (table: RecordTable, row: number): number[] => [
      table.eventTime(row),
      table.intendedTime(row),
      table.key(row),
      table.identityLow(row),
      table.identityHigh(row),
      ...[1, 2, 3].map((field) => table.field(row, field)),
    ]
    const straight = fill(spec, 100)
    const other = open({ ...spec, fields: [...spec.fields!].reverse() })
    const one = open(spec)
    const [first, second] = [one.table.allocate(), other.table.allocate()]
    for (let record = 0; record < 100; record++) {
      // Into one row again and again, and with the fields in another order.
      one.source.fill(one.table, first)
      other.source.fill(other.table, second)
      expect(rowOf(one.table, first)).toEqual(rowOf(straight.table, straight.rows[record]!))
      const [eventTime, intended, key, low, high, c, b, a] = rowOf(other.table, second)
      expect([eventTime, intended, key, low, high, a, b, c]).toEqual(rowOf(straight.table, straight.rows[record]!))
    }
  })

  test('fields of different names do not share draws, not even with the size and the disorder', () => {
    const draw = exponentialDraw(1e6)
    const fields = ['bytes', 'disorder', 'key'].map((name) => number(name, { kind: 'quantity', quantity: draw }))
    const { table } = fill({ fields, disorder: draw, bytes: draw }, 1)
    const drawn = [...fields.map((_, i) => Math.round(table.field(0, i + 1))), table.bytes(0), table.intendedTime(0) - table.eventTime(0)]
    expect(new Set(drawn).size).toBe(5)
  })
})

describe('what cannot be', () => {
  test.each<[string, () => Partial<SourceSpec>, string]>([
    [
      'a field that is not a number',
      () => ({ fields: [computed('n', '0 / 0')] }),
      'source "chat", n, record 0: the value is NaN, and must be a finite number',
    ],
    [
      'a negative size',
      () => ({ bytes: { kind: 'constant', value: -1 } }),
      'source "chat", bytes, record 0: the value is -1, and must be a finite number that is not negative',
    ],
    ['negative disorder', () => ({ disorder: { kind: 'constant', value: -1 } }), 'source "chat", disorder, record 0: the value is -1'],
    [
      'a size that is a condition',
      () => ({ bytes: { kind: 'expression', expression: parse('1 < 2') } }),
      'source "chat", bytes: the expression is a boolean, and a number is needed',
    ],
    [
      'a later field',
      () => ({ fields: [computed('a', 'b'), computed('b', '1')] }),
      'source "chat", a: an expression reads b, which is not there yet: it can read key',
    ],
    [
      'another type',
      () => ({ fields: [computed('a', '1', 'text')] }),
      'source "chat", a: the field is a text, and its content is a number',
    ],
    [
      'a column without trace',
      () => ({ fields: [number('a', { kind: 'column', column: 'x' })] }),
      'source "chat", a: column "x" needs arrivals that replay a trace',
    ],
  ])('%s', (_, spec, message) => {
    expect(() => fill(spec(), 1)).toThrow(message)
    expect(() => fill(spec(), 1)).toThrow(TrafficError)
  })

  test('a column that is not there, of another type, or the time', () => {
    const column = (name: string): Partial<SourceSpec> => ({ ...replayed, fields: [number('a', { kind: 'column', column: name })] })
    expect(() => fill(column('token'), 1, { trace })).toThrow('trace.csv has no column "token"; there is "tokens", "model", "cached", "id"')
    expect(() => fill(column('model'), 1, { trace })).toThrow('source "chat", a: the field is a number, and its content is a text')
    expect(() => fill(column('time'), 1, { trace })).toThrow('column "time" is the time, which is the record\'s event time')
  })
})

test('what is known before a run', () => {
  expect(meanRate(plain)).toBe(1000)
  expect(meanRate(replayed, trace)).toBe(2)
  expect([endsByItself(plain), endsByItself(replayed)]).toEqual([false, true])
  expect([traceOf(plain), traceOf(replayed)?.file.written]).toEqual([undefined, 'trace.csv'])
  expect([isDeterministic(plain), isDeterministic(replayed)]).toEqual([true, true])
  expect(isDeterministic({ ...plain, arrivals: { name: 'poisson', options: { rate: 1 } } })).toBe(false)
  expect(isDeterministic({ ...plain, key: { kind: 'pick', name: 'uniform', options: { keys: 2 } } })).toBe(false)
  expect(isDeterministic({ ...plain, disorder: exponentialDraw(1) })).toBe(false)
  expect(isDeterministic({ ...plain, fields: [number('n', { kind: 'choice', values: [1], weights: [1] })] })).toBe(false)
})
