import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TraceError } from '../../src/traffic/trace-error.ts'
import { readTrace, type Trace, type TraceOptions } from '../../src/traffic/trace.ts'

const vega = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '..', 'data')
/** Azure's LLM inference trace of 2023 (CC-BY-4.0), which is not ours to ship: `WAVETANK_DATA` names a folder that holds it. */
const azure = join(process.env['WAVETANK_DATA'] ?? '', 'azure/AzureLLMInferenceTrace_conv.csv')

function read(text: string | Uint8Array, options: Partial<TraceOptions> = {}): Trace {
  return readTrace(typeof text === 'string' ? new TextEncoder().encode(text) : text, { file: 'trace.csv', ...options })
}

/** The values of a column, as the file has them. */
function values(trace: Trace, name: string): (string | number | boolean)[] {
  const { type, numbers, texts } = trace.columns.get(name)!
  return Array.from(numbers, (number) => (type === 'number' ? number : type === 'boolean' ? number === 1 : texts[number]!))
}

describe('published traces', () => {
  test('flights-2k.json', () => {
    const trace = read(readFileSync(join(vega, 'flights-2k.json')))
    expect(trace.times).toHaveLength(2000)
    expect(trace.epochMs).toBe(Date.UTC(2001, 0, 1))
    expect(trace.times[0]).toBe((6 * 60 + 55) * 60e9)
    expect(trace.timeColumn).toBe('date')
    expect(values(trace, 'origin').slice(0, 2)).toEqual(['LAX', 'SJC'])
    expect(trace.columns.get('delay')!.type).toBe('number')
    expect(trace.notes).toEqual(['the time is in column "date", by its name; say `time: <column>` if it is another'])
  })

  test('stocks.csv: out of order, ten years long', () => {
    const trace = read(readFileSync(join(vega, 'stocks.csv')))
    expect(trace.times).toHaveLength(560)
    expect(trace.epochMs + trace.times.at(-1)! / 1e6).toBe(Date.UTC(2010, 2, 1))
    expect(values(trace, 'symbol').slice(0, 4)).toEqual(['MSFT', 'AMZN', 'IBM', 'AAPL'])
    expect(trace.notes[1]).toMatch(/^\d+ of 560 records came later in the file/)
  })

  test('flights-200k.json: times are bare numbers', () => {
    const trace = read(readFileSync(join(vega, 'flights-200k.json')))
    expect(trace.epochMs).toBe(0)
    expect(trace.notes[1]).toMatch(/are read as seconds, by their size/)
    expect(trace.times.at(-1)).toBe(23_983_333_333)
  })

  test('a table without times', () => {
    expect(() => read(readFileSync(join(vega, 'flights-airport.csv')))).toThrow(
      'say which one holds the time, `time: <column>`, of "origin", "destination", "count"',
    )
  })

  test.skipIf(!existsSync(azure))('AzureLLMInferenceTrace_conv.csv: seven digits of a second', () => {
    const trace = read(readFileSync(azure))
    expect(trace.times).toHaveLength(19_366)
    expect(trace.epochMs).toBe(Date.UTC(2023, 10, 16))
    expect(trace.times[0]).toBe(65_746_680_590_000)
    expect(values(trace, 'ContextTokens').slice(0, 2)).toEqual([374, 396])
  })
})

test('types: numbers, booleans, texts, and identifiers that no double holds', () => {
  const trace = read(
    'time;n;yes;word;id;mixed;quoted\n1;1e3;true;a;12345678901234567890;1;"x;""y"""\n2;-.5;FALSE;b;2;2;z\n3;0;true;a;3;;z\n',
  )
  expect(values(trace, 'n')).toEqual([1000, -0.5, 0])
  expect(values(trace, 'yes')).toEqual([true, false, true])
  expect(values(trace, 'word')).toEqual(['a', 'b', 'a'])
  expect(values(trace, 'id')).toEqual(['12345678901234567890', '2', '3'])
  expect(values(trace, 'quoted')).toEqual(['x;"y"', 'z', 'z'])
  expect(trace.columns.get('mixed')!.type).toBe('text')
  expect(trace.notes.at(-1)).toBe('column "mixed" is text: 1 value of 3 are no numbers, the first "" in line 4')
})

test('records of one time stay in file order', () => {
  const trace = read('time,n\n2,1\n1,2\n2,3\n1,4\n')
  expect([...trace.times]).toEqual([1e9, 1e9, 2e9, 2e9])
  expect(values(trace, 'n')).toEqual([2, 4, 1, 3])
  expect(trace.notes.at(-1)).toBe(
    '2 of 4 records came later in the file than a record with a later time; all are sorted by time (line order kept within one time)',
  )
})

test('byte order mark, CRLF, a zone for times without one', () => {
  const trace = read('\ufefftime,n\r\n2023-01-01T00:00:00,1\r\n2023-01-01T00:00:00Z,2\r\n', { timezone: '+02:00' })
  expect(trace.timeColumn).toBe('time')
  expect(trace.epochMs).toBe(Date.UTC(2022, 11, 31))
  expect([...trace.times]).toEqual([22 * 3600e9, 24 * 3600e9])
})

test('milliseconds are told from seconds by size', () => {
  const trace = read('timestamp,n\n1700158546680,1\n1700158546681,2\n')
  expect(trace.times[1]! - trace.times[0]!).toBe(1e6)
  expect(trace.notes[1]).toBe(
    'times in column "timestamp" are read as milliseconds, by their size; say `timeFormat: <format>` if they are something else',
  )
})

test('a format that is given is not guessed', () => {
  const trace = read('time\n100\n250\n', { timeFormat: 'milliseconds' })
  expect([...trace.times]).toEqual([100e6, 250e6])
  expect(trace.notes).toHaveLength(1)
})

test('beyond 104 days, times are whole milliseconds', () => {
  const trace = read('time\n2000-01-01 00:00:00.0000001\n2001-01-01 00:00:00.1230001\n')
  expect([...trace.times]).toEqual([100, 366 * 86_400e9 + 123e6])
  expect(trace.notes.at(-1)).toBe('1 time more than 104 days after the first is cut to whole milliseconds')
})

test('JSON records may leave fields out; those that are not flat are left out', () => {
  const good = Array.from({ length: 20 }, (_, n) => ({ t: n, n, ...(n === 3 ? {} : { word: `w${n % 2}` }) }))
  const trace = read(JSON.stringify([...good, { t: 20, n: { deep: 1 } }, 7]))
  expect(values(trace, 'word').slice(2, 5)).toEqual(['w0', '', 'w0'])
  expect(trace.badLines).toEqual({
    count: 2,
    first: [
      { line: 21, reason: '"n" holds another object; a trace\'s objects are flat' },
      { line: 22, reason: 'it is not an object' },
    ],
  })
})

test('bad lines are counted and the first five named', () => {
  const lines = Array.from({ length: 100 }, (_, n) => (n % 14 === 3 ? `x${n},1` : n === 50 ? '50' : `${n},1`))
  const trace = read(`time,n\n${lines.join('\n')}`)
  expect(trace.times).toHaveLength(92)
  expect(trace.badLines.count).toBe(8)
  expect(trace.badLines.first.map((bad) => bad.line)).toEqual([5, 19, 33, 47, 52])
  expect(trace.badLines.first[4]!.reason).toBe('1 cell where the header has 2')
  expect(trace.notes.at(-1)).toBe(
    '8 lines of 100 left out: line 5: "x3" is not a number; line 19: "x17" is not a number; line 33: "x31" is not a number; ' +
      'line 47: "x45" is not a number; line 52: 1 cell where the header has 2; and 3 more',
  )
})

test('one record is a trace', () => {
  expect([...read('time,n\n5,1\n').times]).toEqual([5e9])
})

test.each<[string, string | Uint8Array, Partial<TraceOptions>, string]>([
  ['nothing', '', {}, 'trace.csv: the file is empty; a trace has a header line and at least one record'],
  ['blank lines', ' \n\n', {}, 'trace.csv: the file is empty; a trace has a header line and at least one record'],
  ['header only', 'time,n\n', {}, 'trace.csv: there is a header line and nothing after it; a trace has at least one record'],
  [
    'no header',
    '1,2\n3,4\n',
    {},
    'trace.csv: line 1: the first line must name the columns, and "1" is a value; put a header line above it',
  ],
  ['a column twice', 'time,n,n\n1,2,3\n', {}, 'trace.csv: line 1: two columns are called "n"; rename one'],
  ['binary', Uint8Array.of(1, 2, 0, 4), {}, 'trace.csv: this is a binary file; a trace is UTF-8 text, either CSV or a JSON array'],
  [
    'Latin-1',
    Uint8Array.of(0x74, 0xe9, 0x0a, 0x31),
    {},
    'trace.csv: this is not UTF-8 text: save it as UTF-8 (a trace is CSV or a JSON array)',
  ],
  ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x74, 0), {}, 'trace.csv: this is UTF-16 text: save it as UTF-8'],
  ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), {}, 'trace.csv: this is compressed with gzip: unpack it first'],
  ['an object', '{\n"data": []}', {}, 'and this is an object over several lines: take the array out of it'],
  ['broken JSON', '[{"t": 1},\n {"t" 2}]', {}, 'trace.csv: line 2, column 7: this is not JSON'],
  ['an empty array', '[]', {}, 'trace.csv: the JSON array is empty; a trace has at least one record'],
  [
    'a misspelt column',
    'TIMESTAMP,n\n1,2\n',
    { time: 'TIMSTAMP' },
    'there is no column "TIMSTAMP". Did you mean "TIMESTAMP"? The columns are "TIMESTAMP", "n"',
  ],
  [
    'a named zone',
    'time\n1\n',
    { timezone: 'Europe/Berlin' },
    'trace.csv: time zone "Europe/Berlin": only UTC and fixed offsets such as +02:00 are read',
  ],
  [
    'no times',
    'time,n\nsoon,1\nlater,2\n',
    {},
    'column "time" holds no time that can be read: its first value is "soon". Times are seconds (1700158546.68), ',
  ],
  ['a wrong format', 'time\n1\n2\n', { timeFormat: 'iso' }, '2 of 2 lines cannot be used: line 2: "1" is not of the form 2023-11-16'],
  [
    'too many bad lines',
    'time\n1\n2\nx\n',
    {},
    'trace.csv: 1 of 3 lines cannot be used, more than 10 %: line 4: "x" is not a number. Repair the file, or name',
  ],
  [
    'the wrong shape',
    'time,n\n1\n2\n',
    {},
    'trace.csv: 2 of 2 lines cannot be used: line 2: 1 cell where the header has 2; line 3: 1 cell where the header has 2.',
  ],
])('%s is refused with what to do', (_, text, options, message) => {
  expect(() => read(text, options)).toThrow(message)
})

test('any bytes give a sorted trace or a TraceError', () => {
  const pieces = fc.constantFrom(
    'time',
    ',',
    ';',
    '"',
    '\n',
    '1',
    '2',
    '-5',
    '1e9',
    'x',
    '2001-01-01',
    '[',
    ']',
    '{',
    '}',
    ':',
    '"time"',
    ' ',
    '\ufeff',
  )
  const texts = fc.array(pieces, { maxLength: 40 }).map((all) => new TextEncoder().encode(all.join('')))
  fc.assert(
    fc.property(fc.oneof(texts, fc.uint8Array()), (bytes) => {
      try {
        const { times, columns } = read(bytes)
        expect(times).toEqual(times.toSorted())
        expect(times[0]).toBeGreaterThanOrEqual(0)
        for (const { numbers } of columns.values()) expect(numbers).toHaveLength(times.length)
      } catch (error) {
        expect(error).toBeInstanceOf(TraceError)
      }
    }),
    { numRuns: 2000 },
  )
})
