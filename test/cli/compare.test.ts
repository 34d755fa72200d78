import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { comparisonSchema } from '../../src/experiment/comparison-schema.ts'
import type { RunResult } from '../../src/experiment/run-result.ts'
import { start, wavetank, type Outcome } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-compare-'))
const compare = (...args: string[]): Outcome => wavetank(['compare', ...args], { cwd })
const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text)
const read = (...path: string[]): string => readFileSync(join(cwd, ...path), 'utf8')
const built = existsSync(new URL('../../dist/report/runtime.js', import.meta.url))

const LISTS = 'replications: 3\nstrategies: { scheduling: [fifo, priority] }\n'
/** A scenario whose runs take a few tenths of a second each. */
const SLOW = queueScenario({ duration: '200 s', extra: 'replications: 8\nvary: { rate: [1_000/s, 1_200/s] }\n' })

beforeAll(() => {
  write('queue.yaml', queueScenario({ extra: LISTS }))
  write('missed.yaml', queueScenario({ extra: LISTS, objective: 'latency.p50 < 1 us' }))
  write('sweep.yaml', queueScenario({ extra: 'replications: 3\nvary: { rate: [500/s, 1_900/s] }\n', objective: 'latency.p50 < 2 ms' }))
  write('slow.yaml', SLOW)
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

describe('a comparison', () => {
  test.skipIf(!built)('prints the answer and writes data, a page, Markdown and pictures', () => {
    const { code, stdout, stderr } = compare('queue.yaml')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^2 variants × 3 seeds = 6 runs on \d threads?, about .*\nWrote reports\/queue\/comparison\.json, report\.html, report\.md and the charts as SVG and PNG\.\n$/,
      ) as string,
    })
    expect(stdout).toMatch(/(fifo and priority|priority and fifo) are\s+identical\s+in\s+latency.p50/)
    expect(stdout).toContain('= identical')
    expect(stdout).toContain('✓ met')
    const files = readdirSync(join(cwd, 'reports/queue'))
    expect(files).toEqual(expect.arrayContaining(['comparison.json', 'report.html', 'report.md', 'latency-ecdf.svg', 'latency-ecdf.png']))
    expect(files.filter((file) => file.includes('partial') || file.endsWith('.jsonl'))).toEqual([])
    expect(read('reports/queue/report.md')).toMatch(/^## queue\n/)
    expect(comparisonSchema.safeParse(JSON.parse(read('reports/queue/comparison.json'))).error).toBeUndefined()
  })

  test('is the same bytes whatever the number of threads', () => {
    const texts = ['1', '2'].map(
      (threads) => compare('queue.yaml', '--no-report', '--quiet', '--json', '--threads', threads, '--out', `t${threads}`).stdout,
    )
    expect(texts[0]).toBe(texts[1])
    expect(read('t1/comparison.json')).toBe(read('t2/comparison.json'))
    expect(texts[0]).not.toContain(cwd)
  })

  test('--plan says what would be run, and runs nothing', () => {
    const { code, stdout } = compare('queue.yaml', '--plan', '--replications', '20', '--vary', 'rate=100/s,200/s,300/s', '--out', 'planned')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^6 variants × 20 seeds = 120 runs on \d threads?, about /)
    expect(stdout).toContain('scheduling=fifo,rate=100/s  (reference)')
    expect(existsSync(join(cwd, 'planned'))).toBe(false)
    const { runs, variants } = JSON.parse(compare('queue.yaml', '--plan', '--json').stdout) as { runs: number; variants: unknown[] }
    expect([runs, variants.length]).toEqual([6, 2])
  })

  test('takes a part of the variants, another reference, and other values', () => {
    const json = (...args: string[]) =>
      comparisonSchema.parse(
        JSON.parse(compare('queue.yaml', '--no-report', '--json', '--quiet', '--replications', '2', '--out', 'part', ...args).stdout),
      )
    expect(json('--reference', 'scheduling=priority').variants.map(({ id }) => id)).toEqual(['scheduling=priority', 'scheduling=fifo'])
    expect(json('--only', 'scheduling=fifo').variants.map(({ id }) => id)).toEqual(['scheduling=fifo'])
    expect(json('--vary', 'rate=1/s,2/s', '--only', 'rate=2/s').variants.map(({ id }) => id)).toEqual([
      'scheduling=fifo,rate=2/s',
      'scheduling=priority,rate=2/s',
    ])
    expect(json('--seed', '9', '--confidence', '99%', '--margin', '5%').method).toMatchObject({
      seeds: { first: 9 },
      confidence: 0.99,
      margin: 0.05,
    })
  })

  test('what cannot be meant is refused, with what there is', () => {
    expect(compare('queue.yaml', '--only', 'scheduling=lifo')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the scenario has scheduling=fifo; scheduling=priority') as string,
    })
    expect(compare('queue.yaml', '--vary', 'speed=1,2')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no such parameter') as string,
    })
    expect(compare('queue.yaml', '--precision', '200%')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must be a share from') as string,
    })
    expect(compare('queue.yaml', '--threads', '0')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must be at least 1') as string,
    })
    const bad = compare('queue.yaml', '--vary', 'rate=1/s,fast', '--no-report', '--out', 'bad')
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('In the variant scheduling=fifo,rate=fast:') as string })
    expect(existsSync(join(cwd, 'bad'))).toBe(false)
  })
})

test('run takes a variant of the comparison by its id', () => {
  write('named.yaml', queueScenario({ extra: 'variants: [{ as: slow, rate: 500/s }, { as: fast, rate: 900/s, scheduling: priority }]\n' }))
  const run = (id: string): RunResult =>
    JSON.parse(
      wavetank(['run', 'named.yaml', '--no-report', '--quiet', '--json', '--out', 'one', '--variant', id], { cwd }).stdout,
    ) as RunResult
  expect(run('fast').variant).toEqual({
    id: 'fast',
    strategies: { scheduling: 'priority', windowing: 'per-window' },
    parameters: { rate: '900/s' },
  })
  expect(run('slow').variant.parameters).toEqual({ rate: '500/s' })
})

describe('the gate', () => {
  const gate = (file: string, ...args: string[]): number | null => compare(file, '--no-report', '--quiet', '--out', 'gate', ...args).code

  test('is that any variant meets the objectives, unless told otherwise', () => {
    expect(gate('sweep.yaml')).toBe(0)
    expect(gate('sweep.yaml', '--gate', 'all')).toBe(1)
    expect(gate('missed.yaml')).toBe(1)
    expect(gate('missed.yaml', '--gate', 'none')).toBe(0)
  })
})

describe('an interrupted comparison', () => {
  const args = (out: string): string[] => ['compare', 'slow.yaml', '--no-report', '--quiet', '--out', out]
  const lines = (out: string): number => {
    try {
      return read(out, 'runs.jsonl').split('\n').length - 1
    } catch {
      return 0
    }
  }

  /** Starts it, and kills it once it has finished some runs. @returns whether it was killed before its end */
  async function killed(
    out: string,
    runs: number,
    signal: NodeJS.Signals,
    more: readonly string[] = [],
  ): Promise<number | NodeJS.Signals | null> {
    const child = start([...args(out), ...more], cwd)
    const ended = new Promise<number | NodeJS.Signals | null>((resolve) => child.on('exit', (code, by) => resolve(by ?? code)))
    while (lines(out) < 1 + runs && child.exitCode === null) await sleep(5)
    child.kill(signal)
    return ended
  }

  test('killed at any instant, and killed again, goes on to the same bytes', { timeout: 120_000 }, async () => {
    expect(wavetank(args('whole'), { cwd }).code).toBe(0)
    expect(await killed('again', 1, 'SIGKILL')).toBe('SIGKILL')
    const first = lines('again')
    expect(await killed('again', first + 3, 'SIGKILL', ['--resume'])).toBe('SIGKILL')
    // A line that was cut off is no run.
    writeFileSync(join(cwd, 'again/runs.jsonl'), '{"task":{"cell":0,"se', { flag: 'a' })
    const before = lines('again')
    expect(before).toBeGreaterThan(first)
    const resumed = wavetank([...args('again').filter((arg) => arg !== '--quiet'), '--resume'], { cwd })
    expect(resumed.stderr).toContain(`Going on with ${before - 1} finished runs.`)
    expect(resumed.code).toBe(0)
    expect(read('again/comparison.json')).toBe(read('whole/comparison.json'))
    expect(existsSync(join(cwd, 'again/runs.jsonl'))).toBe(false)
  })

  test('keeps what is finished on Ctrl-C, and says how to go on', { timeout: 60_000 }, async () => {
    const child = start(args('stopped'), cwd)
    let stderr = ''
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    const ended = new Promise((resolve) => child.on('exit', resolve))
    while (lines('stopped') < 3 && child.exitCode === null) await sleep(5)
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(stderr).toContain('with --resume goes on with them')
    expect(readdirSync(join(cwd, 'stopped'))).toEqual(['runs.jsonl'])
    // Without --resume nothing is lost by accident.
    expect(wavetank(args('stopped'), { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Add --resume to go on') as string,
    })
    const other = wavetank(['compare', 'queue.yaml', '--no-report', '--out', 'stopped', '--resume'], { cwd })
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('of another experiment') as string })
  })
})

describe('report', () => {
  test.skipIf(!built)('renders old results again, without running anything', () => {
    compare('queue.yaml', '--quiet', '--out', 'old')
    wavetank(['run', 'queue.yaml', '--quiet', '--out', 'run'], { cwd })
    const [page, markdown, run] = [read('old/report.html'), read('old/report.md'), read('run/report.html')]
    for (const file of ['old/report.html', 'old/report.md', 'run/report.html']) rmSync(join(cwd, file))
    expect(wavetank(['report', 'old/comparison.json', 'run/result.json', '--quiet'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' })
    expect([read('old/report.html'), read('old/report.md'), read('run/report.html')]).toEqual([page, markdown, run])
  })

  test.skipIf(!built)('says what is wrong with a file that is no result', () => {
    write('cut.json', '{"schema": "wavetank/compar')
    write('other.json', '{}')
    write('edited.json', '{"schema": "wavetank/comparison/1", "variants": []}')
    write('newer.json', '{"schema": "wavetank/run-result/9"}')
    const report = (file: string): string => wavetank(['report', file], { cwd }).stderr
    expect(report('cut.json')).toContain('cut.json is not JSON')
    expect(report('other.json')).toContain('no result of Wavetank')
    expect(report('edited.json')).toContain('edited.json cannot be read')
    expect(report('newer.json')).toContain('another version')
    expect(report('missing.json')).toContain('There is no file missing.json')
  })
})
