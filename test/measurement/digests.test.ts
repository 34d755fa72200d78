/** Digests: what must show in them does, and what must not does not. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldNumber, RollingDigest, RowDigest, SumDigest, TraceDigest, TRACED } from '../../src/measurement/digests.ts'
import { RecordSchema, RecordTable } from '../../src/structures/record-table.ts'

const words = fc.array(fc.integer(), { minLength: 2, maxLength: 8 })

function rolled(values: readonly number[]): RollingDigest {
  const digest = new RollingDigest()
  for (const value of values) digest.fold(value)
  return digest
}

describe('rolling and summed digests', () => {
  test('a rolling digest sees the order', () => {
    fc.assert(
      fc.property(words, fc.nat(), (values, which) => {
        const i = which % (values.length - 1)
        const swapped = [...values]
        ;[swapped[i], swapped[i + 1]] = [values[i + 1]!, values[i]!]
        expect(rolled(swapped).text() === rolled(values).text()).toBe(values[i] === values[i + 1])
      }),
      { numRuns: 1_000 },
    )
  })

  test('a sum does not see the order, but sees what is missing, doubled or changed', () => {
    const sumOf = (rows: readonly (readonly number[])[]): string => {
      const sum = new SumDigest()
      for (const row of rows) sum.add(rolled(row))
      return sum.text()
    }
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 20 }), fc.nat(), (rows, which) => {
        const i = which % rows.length
        expect(sumOf(rows.toReversed())).toBe(sumOf(rows))
        expect(sumOf(rows.toSpliced(i, 1))).not.toBe(sumOf(rows))
        expect(sumOf([...rows, rows[i]!])).not.toBe(sumOf(rows))
        expect(sumOf(rows.with(i, rows[i]!.with(0, rows[i]![0]! ^ 1)))).not.toBe(sumOf(rows))
      }),
    )
  })

  test('are sixteen digits', () => {
    expect(new RollingDigest().text()).toMatch(/^[0-9a-f]{16}$/)
    expect(new SumDigest().text()).toBe('0000000000000000')
  })

  test('different numbers fold differently; −0 is 0, and every NaN is NaN', () => {
    const folded = (value: number): string => {
      const digest = new RollingDigest()
      foldNumber(digest, value)
      return digest.text()
    }
    const number = fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.maxSafeInteger())
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(folded(a) === folded(b)).toBe(a === b)
      }),
      { numRuns: 2_000 },
    )
    const nans = new Float64Array(new Uint32Array([0, 0xfff80000, 1, 0x7ff80000]).buffer)
    expect(new Set([...nans, NaN].map(folded)).size).toBe(1)
    expect(folded(NaN)).not.toBe(folded(0))
    expect(folded(-0)).toBe(folded(0))
  })
})

describe('digests of rows', () => {
  const fields = [
    { name: 'amount', type: 'number' },
    { name: 'name', type: 'text' },
    { name: 'unused', type: 'number' },
  ] as const
  const columns = Int32Array.of(0, 1)

  /** A table with one row; texts have been seen before in another order, if told. */
  function table(before: readonly string[] = []): RecordTable {
    const schema = new RecordSchema(fields)
    for (const text of before) schema.dictionary.code(text)
    const made = new RecordTable(schema, 1)
    made.allocate()
    made.setIdentityLow(0, 5)
    made.setIdentityHigh(0, 6)
    made.setEventTime(0, 1_000)
    made.setIntendedTime(0, 1_010)
    made.setKey(0, schema.textKey('a key'))
    made.setFlow(0, 1)
    made.setBytes(0, 99)
    made.setField(0, 0, 2.5)
    made.setField(0, 1, schema.dictionary.code('a name'))
    return made
  }

  const digest = (made: RecordTable, what: 'sunk' | 'arrived', chosen = columns): string => {
    const row = new RowDigest()
    row[what](made, 0, chosen)
    return row.text()
  }

  const changes: Readonly<Record<string, (made: RecordTable) => void>> = {
    identityLow: (made) => made.setIdentityLow(0, 4),
    identityHigh: (made) => made.setIdentityHigh(0, 7),
    eventTime: (made) => made.setEventTime(0, 1_001),
    key: (made) => made.setKey(0, made.schema.textKey('another key')),
    number: (made) => made.setField(0, 0, 2.25),
    text: (made) => made.setField(0, 1, made.schema.dictionary.code('another name')),
    intendedTime: (made) => {
      made.setIntendedTime(0, 1_011)
      made.setEventTime(0, 1_001)
    },
    flow: (made) => made.setFlow(0, 0),
    bytes: (made) => made.setBytes(0, 98),
    'a field that the row does not have': (made) => made.setField(0, 2, 7),
    'how long it took': (made) => made.setWaitingSince(0, 7),
  }
  const ofOutput = ['identityLow', 'identityHigh', 'eventTime', 'key', 'number', 'text']
  const ofWorkload = [...ofOutput, 'intendedTime', 'flow', 'bytes']

  test.each(Object.keys(changes))('%s shows where it must, and only there', (name) => {
    const changed = table()
    changes[name]!(changed)
    // A later intended time with the same delay is a later event time, which output sees; alone it is seen in the workload only.
    if (name !== 'intendedTime') expect(digest(changed, 'sunk') !== digest(table(), 'sunk')).toBe(ofOutput.includes(name))
    expect(digest(changed, 'arrived') !== digest(table(), 'arrived')).toBe(ofWorkload.includes(name))
  })

  test('when a record was due does not show in the output', () => {
    const changed = table()
    changed.setIntendedTime(0, 5)
    expect(digest(changed, 'sunk')).toBe(digest(table(), 'sunk'))
  })

  test('texts count for what they say, whatever their codes', () => {
    const other = table(['x', 'y', 'a name'])
    expect(other.field(0, 1)).not.toBe(table().field(0, 1))
    for (const what of ['sunk', 'arrived'] as const) expect(digest(other, what)).toBe(digest(table(), what))
  })
})

describe('the trace', () => {
  interface Event {
    readonly gap: number
    readonly who: number
  }
  const events = fc.array(fc.record({ gap: fc.nat(40), who: fc.nat(3) }), { minLength: 1, maxLength: 300 })

  function traced(list: readonly Event[], expected: number): { trace: TraceDigest; times: number[] } {
    const trace = new TraceDigest(expected)
    let now = 0
    const times = list.map(({ gap, who }) => {
      trace.event(TRACED.began, 1, who, 0, (now += gap))
      return now
    })
    return { trace, times }
  }

  test('has at most 256 rungs, each the digest of all that came before its time, however wrong the expected length was', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 20_000 }), (list, expected) => {
        const { trace, times } = traced(list, expected)
        const { interval, digests } = trace.rungs()
        expect(digests.length).toBeLessThanOrEqual(256)
        expect(digests.length).toBe(Math.floor(times.at(-1)! / interval) + 1)
        // Doubled only as often as needed.
        expect(Math.log2(interval / Math.max(1, Math.ceil(expected / 256))) % 1).toBe(0)
        for (const rung of [0, Math.floor(digests.length / 2), digests.length - 1]) {
          const before = traced(
            list.filter((_, i) => times[i]! < (rung + 1) * interval || rung === digests.length - 1),
            expected,
          )
          expect(digests[rung]).toBe(before.trace.text())
        }
        expect(trace.events).toBe(list.length)
      }),
      { numRuns: 200 },
    )
  })

  test('says in which interval two runs part', () => {
    const list = Array.from({ length: 1_000 }, () => ({ gap: 10, who: 0 }))
    const one = traced(list, 10_000).trace.rungs()
    const other = traced(list.with(700, { gap: 10, who: 1 }), 10_000).trace.rungs()
    const parted = one.digests.findIndex((digest, rung) => digest !== other.digests[rung])
    expect(parted).toBe(Math.floor(7_010 / one.interval))
    expect(one.digests.slice(parted).every((digest, i) => digest !== other.digests[parted + i])).toBe(true)
  })

  test('sees the kind, the task, the identity and the time of an event', () => {
    const text = (kind: number, task: number, low: number, high: number, now: number): string => {
      const trace = new TraceDigest(1e9)
      trace.event(kind, task, low, high, now)
      return trace.text()
    }
    const base = [1, 2, 3, 4, 5] as const
    const all = [base, ...base.map((value, i) => base.map((one, j) => (i === j ? value + 5 : one)) as unknown as typeof base)]
    expect(new Set(all.map((event) => text(...event))).size).toBe(6)
    expect(text(1, 2, 3, 4, 5 + 2 ** 32)).not.toBe(text(1, 2, 3, 4, 5))
  })
})
