/** Record k is what it is: whoever asks for it, when, in which order, and whatever they asked for before. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Stream } from '../../src/random/stream.ts'
import { RecordSchema } from '../../src/structures/record-table.ts'
import { createSource } from '../../src/traffic/source.ts'
import { read } from '../experiment/shipped.ts'
import { oneRow } from './one-row.ts'

/** Something of everything that is drawn. */
const TEXT = `
format: 1
duration: 1 s
traffic:
  chat:
    arrivals: { poisson: 1_000/s }
    records:
      key: KEY
      fields:
        prompt: { lognormal: { mean: 900, cv: 1.8 } }
        half: prompt / 2
        output: { gamma: { mean: 200, cv: 0.7 } }
        tries: { zipf: 30 }
        model: { choice: { small: 5, large: 1 } }
        pages: { poisson: 4 }
        wait: { empirical: { values: [1, 2, 5], interpolated: true } }
      correlate:
        - { fields: [prompt, output, model], rank: 0.5 }
        - { fields: [pages, wait], rank: -0.4 }
      bytes: { binomial: { trials: 1000, probability: 0.3 } }
    disorder: DISORDER
    watermark: { bounded: 1 s }
pipeline: { out: { from: chat, sink: discard } }
`
const RECORDS = 120

type Contents = readonly number[]

/** A generator of records from one on. */
interface Sender {
  next(): Contents
}

async function opener(key: string, disorder: string): Promise<(first?: number) => Sender> {
  const { scenario } = await read(TEXT.replace('KEY', key).replace('DISORDER', disorder))
  const schema = new RecordSchema(scenario.fields)
  const flows = new Map([['chat', 0]])
  return (first) => {
    // One of several generators begins where it is told to.
    const part = first === undefined ? {} : { part: { index: first, of: RECORDS } }
    const source = createSource(scenario.sources[0]!, { seed: 6, schema, flows, epochMs: 0, ...part })
    const table = oneRow(schema)
    const next = (): Contents => {
      source.fill(table, 0)
      // Texts as their codes: one dictionary serves all.
      const fields = scenario.fields.map((_, field) => table.field(0, field))
      return [table.key(0), table.bytes(0), table.flow(0), table.intendedTime(0), table.eventTime(0), ...fields]
    }
    return { next }
  }
}

/** Asks for records in any order, each of two generators of its own, and of one that makes them all. Throws when any two differ. */
function askAround(open: (first?: number) => Sender): void {
  const all = open()
  const whole = Array.from({ length: RECORDS }, () => all.next())
  expect(new Set(whole.map(String)).size).toBe(RECORDS)
  fc.assert(
    fc.property(fc.array(fc.nat(RECORDS - 1), { minLength: 1, maxLength: 10 }), (asked) => {
      for (const record of asked) expect([open(record).next(), open(record).next()]).toEqual([whole[record], whole[record]])
    }),
    { numRuns: 30, seed: 1 },
  )
}

test.each([
  ['{ zipf: 100 }', '{ exponential: 20 ms }'],
  ['{ hot-set: { keys: 50, hot: 4 } }', '{ bounded: 50 ms }'],
  [
    '{ drifting: { keys: 50, every: 10 ms } }',
    '{ late: { fraction: 10 %, by: { weibull: { scale: 1 s, shape: 2 } }, otherwise: 0.01 ms * output } }',
  ],
  [
    '{ sessions: { concurrent: 9, length: { geometric: 4 }, users: 30 } }',
    '{ lagging-partition: { partition: 1, of: 3, by: { exponential: 1 s }, drift: 2 % } }',
  ],
  ['{ sequence: { modulo: 7 } }', '{ uniform: { from: 0 s, to: 1 s } }'],
  ['tries * 2', '10 ms'],
])('with keys %s and disorder %s', async (key, disorder) => {
  askAround(await opener(key, disorder))
})

test('a generator that draws the next number of a sequence is found out, and so is one that goes by how often it was asked', async () => {
  const open = await opener('{ zipf: 100 }', '10 ms')
  const shared = new Stream(1, 'shared')
  const drawing = (first?: number): Sender => {
    const sender = open(first)
    return { next: () => [...sender.next(), shared.uniform()] }
  }
  expect(() => askAround(drawing)).toThrow('Property failed')
  let asked = 0
  const counting = (first?: number): Sender => {
    const sender = open(first)
    return { next: () => [...sender.next(), asked++ & 1] }
  }
  expect(() => askAround(counting)).toThrow('Property failed')
})
