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

/** Every cell of one row that users of a table see. */
function contents(table: RecordTable, row: number): number[] {
  return [
    table.eventTime(row),
    table.newestEventTime(row),
    table.intendedTime(row),
    table.origin(row),
    table.key(row),
    table.bytes(row),
    table.waitingSince(row),
    table.identityLow(row),
    table.identityHigh(row),
    table.flow(row),
    table.channel(row),
    table.epoch(row),
    ...schema.fields.map((_, field) => table.field(row, field)),
    ...Array.from({ length: schema.places }, (_, place) => table.spent(row, place)),
  ]
}

function write(table: RecordTable, row: number, stamp: number): void {
  table.setEventTime(row, stamp)
  table.setNewestEventTime(row, stamp + 1 / 16)
  table.setIntendedTime(row, stamp + 2 / 16)
  table.setOrigin(row, stamp + 3 / 16)
  table.setKey(row, stamp + 4 / 16)
  table.setBytes(row, stamp + 5 / 16)
  table.setWaitingSince(row, stamp + 6 / 16)
  table.setIdentityLow(row, ~stamp)
  table.setIdentityHigh(row, stamp + 1)
  table.setFlow(row, stamp + 2)
  table.setChannel(row, stamp + 3)
  table.setEpoch(row, stamp + 4)
  for (let field = 0; field < schema.fields.length; field++) table.setField(row, field, stamp * 2 + field)
  table.startSpent(row, 0, stamp * 3)
  for (let place = 1; place < schema.places; place++) table.addSpent(row, place, stamp * 3 + place)
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

  test('copies every cell to another table, or the time spent to another row', () => {
    const [one, other] = [new RecordTable(schema, 4), new RecordTable(schema, 1)]
    const rows = [0, 10, 20].map((stamp) => {
      const row = one.allocate()
      write(one, row, stamp)
      return row
    })
    other.allocate()
    const to = other.allocate()
    other.copyFrom(one, rows[2]!, to)
    expect(contents(other, to)).toEqual(contents(one, rows[2]!))
    one.copySpent(rows[1]!, rows[0]!)
    expect([0, 1, 2].map((place) => one.spent(rows[0]!, place))).toEqual([30, 31, 32])
    expect(one.field(rows[0]!, 1)).toBe(1)
  })

  test('sums and clears the time spent in every place of a row and of no other', () => {
    const table = new RecordTable(schema)
    const [before, row, after] = [table.allocate(), table.allocate(), table.allocate()]
    for (const one of [before, row, after]) write(table, one, 10)
    const sums = Float64Array.of(-1, 1, 2, 3, -1)
    table.addSpentTo(row, sums, 1)
    expect([...sums]).toEqual([-1, 31, 33, 35, -1])
    table.startSpent(row, 1, 5)
    expect([0, 1, 2].map((place) => table.spent(row, place))).toEqual([0, 5, 0])
    table.fillFields(row, 7)
    expect([table.field(row, 0), table.field(row, 1)]).toEqual([7, 7])
    expect(contents(table, before)).toEqual(contents(table, after))
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
