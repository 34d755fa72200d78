/** The record table and its dictionary: no row is given out twice, growth loses nothing, texts keep their codes. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Dictionary } from '../../src/structures/dictionary.ts'
import { RecordSchema, RecordTable, TEXT_KEY } from '../../src/structures/record-table.ts'

const schema = new RecordSchema(
  [
    { name: 'amount', type: 'number' },
    { name: 'name', type: 'text' },
  ],
  3,
)

/** Every column that `copyFrom` copies, of one row. */
function contents(table: RecordTable, row: number): number[] {
  const columns = [table.eventTime, table.newestEventTime, table.intendedTime, table.origin, table.key, table.bytes, table.waitingSince]
  const words = [table.identityLow, table.identityHigh, table.flow]
  const { places } = table.schema
  return [
    ...columns.map((c) => c[row]!),
    ...words.map((c) => c[row]!),
    ...table.fields.map((c) => c.data[row]!),
    ...table.spent.subarray(row * places, (row + 1) * places),
  ]
}

function write(table: RecordTable, row: number, stamp: number): void {
  const columns = [table.eventTime, table.newestEventTime, table.intendedTime, table.origin, table.key, table.bytes, table.waitingSince]
  for (const [i, column] of columns.entries()) column[row] = stamp + i / 16
  for (const [i, column] of [table.identityLow, table.identityHigh, table.flow].entries()) column[row] = stamp + i
  for (const [i, column] of table.fields.entries()) column.data[row] = stamp * 2 + i
  for (let i = 0; i < schema.places; i++) table.spent[row * schema.places + i] = stamp * 3 + i
}

describe('RecordTable', () => {
  test('gives no row twice, and keeps what was written through growth and frees', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(-1), fc.nat(1000)), { maxLength: 400 }), (steps) => {
        const table = new RecordTable(schema, 2)
        const inUse = new Map<number, number>()
        let stamp = 0
        for (const one of steps) {
          const rows = [...inUse.keys()]
          if (one < 0 || rows.length === 0 || one % 3 > 0) {
            const row = table.allocate()
            expect(inUse.has(row)).toBe(false)
            write(table, row, ++stamp)
            inUse.set(row, stamp)
          } else {
            const row = rows[one % rows.length]!
            table.free(row)
            inUse.delete(row)
          }
          expect(table.size).toBe(inUse.size)
        }
        for (const [row, written] of inUse) {
          const fresh = new RecordTable(schema, 2)
          const copy = fresh.allocate()
          write(fresh, copy, written)
          expect(contents(table, row)).toEqual(contents(fresh, copy))
        }
      }),
    )
  })

  test('copies every column to another table', () => {
    const [one, other] = [new RecordTable(schema, 4), new RecordTable(schema, 1)]
    for (let i = 0; i < 3; i++) write(one, one.allocate(), 10 * i)
    other.allocate()
    const to = other.allocate()
    other.copyFrom(one, 2, to)
    expect(contents(other, to)).toEqual(contents(one, 2))
    other.clearSpent(to)
    expect([...other.spent.subarray(3)]).toEqual([0, 0, 0])
  })

  test('takes a text key for what it says, not for its code', () => {
    const [one, other] = [new RecordSchema([]), new RecordSchema([])]
    other.textKey('first here, second there')
    expect(one.textKey('x')).toBe(TEXT_KEY)
    expect(other.textKey('x')).toBe(TEXT_KEY + 1)
    expect(one.hashKey(one.textKey('x'))).toBe(other.hashKey(other.textKey('x')))
    expect(one.hashKey(5)).toBe(other.hashKey(5))
    expect(schema.indexOf('name')).toBe(1)
    expect(schema.indexOf('constructor')).toBe(-1)
  })
})

describe('Dictionary', () => {
  test('gives each text one code, in order of appearance, and the text back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\0', '\ud83d'), maxLength: 3 })), (texts) => {
        const dictionary = new Dictionary()
        const codes = texts.map((text) => dictionary.code(text))
        expect(codes).toEqual(texts.map((text) => [...new Set(texts)].indexOf(text)))
        expect(codes.map((code) => dictionary.text(code))).toEqual(texts)
        // Whatever code a text has in another dictionary, its hash is the same.
        const other = new Dictionary()
        const otherCodes = [...texts].reverse().map((text) => other.code(text))
        expect(codes.map((code) => dictionary.hash(code))).toEqual(otherCodes.reverse().map((code) => other.hash(code)))
      }),
    )
  })
})
