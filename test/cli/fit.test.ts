import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { scenarioText } from '../../src/experiment/fit-scenario.ts'
import type { TraceFit } from '../../src/experiment/trace-fit.ts'
import { normalQuantile } from '../../src/random/normal-quantile.ts'
import { Stream } from '../../src/random/stream.ts'
import { SIMULATED } from '../traffic/fitting/simulated.ts'
import { processOf, take } from '../traffic/arrivals/draws.ts'
import { wavetank } from './command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-fit-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))
const run = (...args: string[]) => wavetank(args, { cwd, env: { COLUMNS: '100' } })
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(cwd, name), content)
  return name
}
const fitted = (...args: string[]): TraceFit => {
  const { code, stdout, stderr } = run('fit', ...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as TraceFit
}

const seconds = (name: string, count: number): number[] =>
  take(processOf(name, SIMULATED.find((one) => one.name === name)!.options, 1), count).map((time) => time / 1e9)

const draws = new Stream(11, 'test').at(1, 0)
const records = seconds('poisson', 4_000).map((time, i) => {
  const [a, b] = [normalQuantile(draws.uniform()), normalQuantile(draws.uniform())]
  const user = Math.floor(1 / draws.uniform())
  const [prompt, output] = [Math.exp(5 + 0.8 * a), Math.exp(3 + 0.5 * (0.6 * a + 0.8 * b))]
  return {
    time,
    user: `u${user}`,
    prompt: Math.round(prompt),
    output,
    kind: i % 3 === 0 ? 'chat' : 'code',
    cached: i % 4 === 0,
    model: 7,
    id: `r${i * 7}`,
  }
})
const csv = (rows: readonly object[]): string =>
  `${Object.keys(rows[0]!).join(',')}\n${rows.map((row) => Object.values(row).join(',')).join('\n')}\n`

describe('what is proposed', () => {
  test.each(['poisson', 'renewal', 'inhomogeneous-poisson', 'hawkes', 'mmpp', 'arima'])('%s, as a scenario that is valid', (name) => {
    const file = write(`${name}.csv`, `time\n${seconds(name, 8_000).join('\n')}\n`)
    expect(run('fit', file, '--out', `out-${name}`, '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
    const found = JSON.parse(readFileSync(join(cwd, `out-${name}/fit.json`), 'utf8')) as TraceFit
    expect(found.proposal.process).toBe(name)
    const text = readFileSync(join(cwd, `out-${name}/traffic.yaml`), 'utf8')
    expect(text).toBe(found.scenario)
    const valid = run('validate', write(`${name}.yaml`, scenarioText(text, 60e9)))
    expect(valid).toMatchObject({ code: 0, stderr: '' })
  })

  test('fields, correlations and the key, whatever the format', () => {
    const file = write('records.csv', csv(records))
    const found = fitted(file)
    const { columns, correlations, key } = found.records!
    expect(Object.fromEntries(columns.map(({ name, kind, distribution }) => [name, distribution?.name ?? kind]))).toEqual({
      user: 'key',
      prompt: 'lognormal',
      output: 'lognormal',
      kind: 'choice',
      cached: 'choice',
      model: 'constant',
      id: 'left out',
    })
    // Spearman's rank correlation of normal variables with correlation 0.6.
    expect(correlations).toHaveLength(1)
    expect(Math.abs(correlations[0]!.rank - (6 / Math.PI) * Math.asin(0.3))).toBeLessThan(4 * correlations[0]!.standardError)
    expect(key!.column).toBe('user')
    expect(run('validate', write('records.yaml', scenarioText(found.scenario, 60e9))).code).toBe(0)
    expect(found.scenario).toContain('cached: { choice: { false: 3000, true: 1000 } }')

    const lines = records.map((record) => JSON.stringify(record)).join('\n')
    for (const [name, content] of [
      ['records.jsonl', lines],
      ['records.json', JSON.stringify(records)],
      ['records.csv.gz', gzipSync(csv(records))],
      ['shuffled.csv', csv(records.toSorted((a, b) => (a.id < b.id ? -1 : 1)))],
    ] as const) {
      const same = fitted(write(name, content))
      expect(same.arrivals).toEqual(found.arrivals)
      expect(same.records!.key).toEqual(found.records!.key)
      expect(same.scenario.split('\n').slice(1, 5)).toEqual(found.scenario.split('\n').slice(1, 5))
    }
  })

  test('counts of intervals, with a forecast and draws beside them', () => {
    const counts = Array.from({ length: 400 }, () => 0)
    for (const time of seconds('arima', 20_000)) if (time < 2_000) counts[Math.floor(time / 5)]!++
    const file = write('counts.csv', `period,count\n${counts.map((count, i) => `${i * 5},${count}`).join('\n')}\n`)
    const found = fitted(file, '--simulate', '--forecast', '1min')
    expect(found.trace.counted).toEqual({ column: 'count', interval: 5e9 })
    expect(found.proposal.process).toBe('arima')
    expect(found.simulated!.dispersion.length).toBe(found.arrivals.dispersion.length)
    for (const { median, within80, within95 } of found.forecast!.next) {
      const limits = [within95[0], within80[0], median, within80[1], within95[1]]
      expect(limits).toEqual(limits.toSorted((a, b) => a - b))
    }
    expect(fitted(file, '--events').trace.counted).toBe(null)
  })

  test('nothing of what does not fit, and why', () => {
    // Two arrivals at once, again and again: no candidate has that.
    const pairs = seconds('poisson', 3_000).flatMap((time) => [time, time + 0.001])
    const { proposal } = fitted(write('pairs.csv', `time\n${pairs.toSorted((a, b) => a - b).join('\n')}\n`))
    expect(proposal.fits).toBe(false)
    expect(proposal.why.join(' ')).toMatch(
      /nothing fits: of \S+, the best that was tried, its gaps are not distributed as those of the trace/,
    )
  })

  test('batches are recognised, and spread only when asked', () => {
    const ticks = seconds('poisson', 6_000).map(Math.floor)
    const file = write('ticks.csv', `time\n${ticks.join('\n')}\n`)
    const found = fitted(file)
    expect(found.trace.notes.join(' ')).toMatch(/90 % of the records have the time of the one before.*ticks of 1\.00 s|90 % of the records/)
    expect(found.fits[0]!.refused.map(({ name }) => name)).toEqual(['renewal', 'hawkes', 'mmpp'])
    expect(found.proposal.process).toBe('poisson')
    const spread = fitted(file, '--spread')
    expect(spread.arrivals.gaps.tied).toBe(0)
    expect(spread.fits[0]!.refused).toEqual([])
  })
})

test('says it in tables, and on a page with every chart', () => {
  const file = write('said.csv', csv(records))
  const { code, stdout, stderr } = run('fit', file, '--simulate', '--forecast', '20s', '--out', 'page')
  expect(code).toBe(0)
  for (const said of [
    '4,000 records',
    'Processes, fitted to the whole trace',
    'proposed',
    'Rank correlations',
    'zipf exponent',
    'For a scenario',
  ])
    expect(stdout).toContain(said)
  expect(stdout).not.toContain('�')
  expect(stderr).toContain('Wrote page/fit.json, traffic.yaml and report.html.')
  const page = readFileSync(join(cwd, 'page/report.html'), 'utf8')
  for (const chart of ['rate-forecast', 'rate-over-time', 'gap-quantiles', 'dispersion', 'count-correlations', 'residual-quantiles'])
    expect(page).toContain(`id="${chart}"`)
  run('fit', file, '--simulate', '--forecast', '20s', '--out', 'again', '--quiet')
  expect(readFileSync(join(cwd, 'again/fit.json'), 'utf8')).toBe(readFileSync(join(cwd, 'page/fit.json'), 'utf8'))
})

describe('a clear answer to', () => {
  const line = (from: number, count: number, step: number): string => Array.from({ length: count }, (_, i) => from + i * step).join('\n')
  test.each([
    ['empty.csv', '', 'the file is empty'],
    ['header.csv', 'time,x\n', 'there is a header line and nothing after it'],
    ['one.csv', 'time\n5\n', '1 arrival is too few to tell processes apart: 40 are the least'],
    ['few.csv', `time\n${line(0, 20, 1.5)}\n`, '20 arrivals are too few'],
    ['ties.csv', `time\n${'5\n'.repeat(500)}`, 'all arrivals are at one instant'],
    ['zeros.csv', `time,count\n${Array.from({ length: 99 }, (_, i) => `${i},0`).join('\n')}\n`, 'all counts are 0'],
    ['binary.csv', Uint8Array.from({ length: 999 }, (_, i) => i % 256), 'this is a binary file'],
    ['parquet.csv', 'PAR1....', 'a Parquet file: export it as CSV'],
    ['cut.csv.gz', gzipSync(csv(records)).subarray(0, 5_000), 'compressed with gzip, and is cut or broken'],
    ['nothing.csv', 'a,b\n1,2\n', 'say which one holds the time, --time COLUMN, of "a", "b"'],
    ['bad.csv', `time\n${'1\noops\n'.repeat(50)}`, 'line 3: "oops" is not a number'],
    ['latin.csv', Uint8Array.from([...Buffer.from('time\n1\n'), 0xe9, 0x0a]), 'this is not UTF-8 text'],
  ])('%s', (name, content, said) => {
    const { code, stdout, stderr } = run('fit', write(name, content))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(said)
  })

  test.each([
    [['--key', 'nobody'], 'there is no column "nobody" for a key; the columns are "user"'],
    [['--count', 'user'], 'column "user" cannot be counts of intervals, because some of its values are negative, or no numbers'],
    [['--count', 'none'], 'there is no column "none" for --count'],
    [['--time', 'none'], 'there is no column "none"'],
    [['--timezone', 'CET'], 'only UTC and fixed offsets'],
    [['--forecast', '3d'], 'further ahead than the trace reaches back'],
    [['--forecast', 'soon'], '--forecast is "soon"'],
    [['--count', 'prompt', '--events'], '--count says that rows are intervals, and --events that they are arrivals'],
  ])('%j', (options, said) => {
    const { code, stderr } = run('fit', write('options.csv', csv(records.slice(0, 500))), ...options)
    expect(code).toBe(2)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(said)
  })

  test('a file that is not there, and a package', () => {
    expect(run('fit', 'missing.csv')).toMatchObject({ code: 2, stderr: 'error: There is no file missing.csv.\n' })
    expect(run('fit', 'package:vega-datasets/data/flights-2k.json', '--json').code).toBe(0)
    expect(run('fit', 'package:no-such-package/x.csv').stderr).toContain('unknown package: no-such-package')
  })

  test('constant gaps, gaps of days, and rows in any order', () => {
    expect(fitted(write('even.csv', `time\n${line(0, 200, 0.5)}\n`)).proposal).toMatchObject({ process: 'constant', fits: true })
    const hole = seconds('poisson', 2_000).map((time, i) => (i < 1_000 ? time : time + 3 * 86_400))
    expect(fitted(write('hole.csv', `time\n${hole.join('\n')}\n`)).trace.notes.join(' ')).toContain('nothing came for 3')
    const shuffled = seconds('poisson', 2_000).toSorted((a, b) => (a % 1) - (b % 1))
    const found = fitted(write('order.csv', `time\n${shuffled.join('\n')}\n`))
    expect(found.trace.notes.join(' ')).toContain('came after one with a later time; all are sorted by time')
    expect(found.proposal.process).toBe('poisson')
  })
})
