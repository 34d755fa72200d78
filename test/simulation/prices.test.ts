/** Counts are priced exactly: fractions of a nanosecond are carried, and a strategy may have prices of its own. */
import { describe, expect, test } from 'vitest'
import { COUNT, COUNTS } from '../../src/engine/meter.ts'
import type { OperatorType } from '../../src/engine/ports.ts'
import { priceList, pricesFor, type PriceList } from '../../src/simulation/price-list.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { arrayWork } from '../engine/priced-work.ts'
import { ArraySource, discard, plan, stage, Times } from '../theory/bench-stations.ts'

const free = { dispatches: 0, records: 0, operations: 0, combines: 0, comparisons: 0, stateReads: 0, stateWrites: 0, bytesSerialised: 0 }
const list = (prices: Partial<PriceList['default']>, strategies: PriceList['strategies'] = {}): PriceList => ({
  name: 'test',
  provisional: false,
  default: { ...free, ...prices },
  strategies,
})

/** When the last of `n` records, due at once, is done. */
function lastDone(n: number, operator: OperatorType, prices: PriceList): number {
  const times = new Times()
  const stages = [stage('work', operator, 'source', 0), stage('out', discard, 'stage', 0)]
  new VirtualHost(plan([new ArraySource(new Float64Array(n))], stages), times, prices).run(Infinity)
  return times.sunkAt.get(1)!.get(n - 1)!
}

describe('prices', () => {
  test.each([
    ['a third of a nanosecond', 1 / 3, 33_333],
    ['0.1 ns, which no double is', 0.1, 10_000],
    ['next to nothing', 1e-5, 1],
    ['π', Math.PI, 314_159],
    ['a whole number', 150, 15_000_000],
  ])('%s adds up over 100,000 records', (_what, price, expected) => {
    // A hair more in all, so that no rounding of the last bit decides.
    expect(lastDone(100_000, arrayWork(new Float64Array(100_000)), list({ records: price + 1e-11 }))).toBe(expected)
  })

  test('differ by name of operator and strategy; the later name wins', () => {
    const prices = list({ records: 5, combines: 7 }, { one: { combines: 1 }, other: { combines: 2, records: 3 } })
    expect(pricesFor(['one', 'other'], prices)[COUNT.combines]).toBe(2)
    expect(pricesFor(['one'], prices)[COUNT.records]).toBe(5)
    expect(pricesFor(['unknown'], prices)).toEqual(Float64Array.from(COUNTS, (count) => prices.default[count]))
    expect(lastDone(10, arrayWork(new Float64Array(10)), list({ records: 5 }, { 'array-work': { records: 8 } }))).toBe(80)
  })

  test('every count has one in the list that ships, which says that it is provisional', () => {
    for (const count of COUNTS) expect(priceList.default[count]).toBeGreaterThan(0)
    expect(Object.keys(priceList.default).sort()).toEqual([...COUNTS].sort())
    expect(priceList.provisional).toBe(true)
  })
})
