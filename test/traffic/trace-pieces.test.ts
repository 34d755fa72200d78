/** A trace in pieces is the trace as a whole, wherever its bytes are cut. */
import { describe, expect, test } from 'vitest'
import { TraceObservation } from '../../src/traffic/fitting/trace-observation.ts'
import { TracePieces } from '../../src/traffic/trace-pieces.ts'
import { readTrace } from '../../src/traffic/trace.ts'

const ROWS = 30_000

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

async function inPieces(text: string, size: number) {
  const pieces = new TracePieces({ file: 'trace' })
  const observation = new TraceObservation('size')
  let count = 0
  for await (const piece of pieces.read(chunks(new TextEncoder().encode(text), size))) {
    observation.add(piece)
    count++
  }
  return { ...observation.finish('trace'), count, pieces }
}

const name = (i: number): string => (i % 5 === 0 ? `"Ä ""b""\nline ${i % 7}"` : `größe${i % 11}`)
const row = (i: number): string => (i % 1_000 === 999 ? 'too,many,cells,here' : `${(i * 0.37) % 5_000},${name(i)},${i % 13}`)
const CSV = `\n time,name,size\r\n${Array.from({ length: ROWS }, (_, i) => row(i)).join('\n')}`
const LINES = Array.from({ length: ROWS }, (_, i) => JSON.stringify({ time: (i * 0.37) % 5_000, name: `ä${i % 11}\n`, size: i % 13 })).join(
  '\n',
)

describe.each([
  ['CSV with quotes, line ends in them, and bad lines', CSV],
  ['JSON lines', LINES],
])('%s', (_, text) => {
  const whole = readTrace(new TextEncoder().encode(text), { file: 'trace' })
  test.each([1_000_003, 4_099, 65_536])('cut every %d bytes', async (size) => {
    const { times, values, early, columns, count, pieces } = await inPieces(text, size)
    expect(count).toBeGreaterThanOrEqual(2)
    expect(times).toEqual(whole.times.map((time) => time - whole.times[0]!))
    expect(values).toEqual(whole.columns.get('size')!.numbers)
    expect(early).toBeGreaterThan(0)
    expect(pieces.badRows).toBe(whole.badLines.count)
    expect(pieces.bad).toEqual(whole.badLines.first)
    const counts = columns.find((column) => column.name === 'name')!.counts!
    const { numbers, texts } = whole.columns.get('name')!
    const expected = new Map<string, number>()
    for (const code of numbers) expected.set(texts[code]!, (expected.get(texts[code]!) ?? 0) + 1)
    expect(new Map(counts)).toEqual(expected)
  })
})

test('the sample of rows is the same whole rows, however many there are', async () => {
  const text = `time,a,b\n${Array.from({ length: 100_000 }, (_, i) => `${i},${i},${-i}`).join('\n')}`
  const { columns } = await inPieces(text, 50_000)
  const [a, b] = columns
  expect(a!.sample.length).toBeGreaterThan(10_000)
  expect(a!.sample.length).toBeLessThanOrEqual(40_000)
  expect(b!.numbers).toEqual(a!.numbers!.map((value) => 0 - value))
  // Evenly from all of the file: the mean of a uniform sample of 0 … 99,999.
  const mean = a!.numbers!.reduce((sum, value) => sum + value, 0) / a!.numbers!.length
  expect(Math.abs(mean - 50_000)).toBeLessThan((4 * 100_000) / Math.sqrt(12 * a!.numbers!.length))
})
