import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resultSchema } from '../../src/experiment/result-schema.ts'
import { shell, start, wavetank, type Outcome } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-run-'))
const run = (...args: string[]): Outcome => wavetank(['run', ...args], { cwd })
const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text)
const read = (...path: string[]): string => readFileSync(join(cwd, ...path), 'utf8')

/** Names of everything under reports/, so that a test can show that nothing was added. */
const left = (folder: string): string[] =>
  existsSync(join(cwd, folder)) ? readdirSync(join(cwd, folder), { recursive: true }).map(String) : []

beforeAll(() => {
  mkdirSync(join(cwd, 'scenarios'))
  write('queue.yaml', queueScenario())
  write('scenarios/named.yaml', queueScenario())
  write('long.yaml', queueScenario({ duration: '90 d' }))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

describe('a run', () => {
  const built = existsSync(new URL('../../dist/report/runtime.js', import.meta.url))

  test.skipIf(!built)('prints a summary and writes a result, a report and what its sinks wrote', () => {
    const { code, stdout, stderr } = run('queue.yaml')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Wrote reports/queue/result.json and report.html.\n' })
    expect(stdout).toMatch(/^queue {2}modelled · provisional prices\n/)
    expect(stdout).toContain('✓  latency.p50 < 1 s')
    expect(stdout).toMatch(/\nagain: wavetank run queue\.yaml --seed 5\n$/)
    expect(left('reports/queue').sort()).toEqual(['done.csv', 'report.html', 'result.json'])
    expect(read('reports/queue/report.html')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)
  })

  test('writes results that are the same bytes whenever and wherever it runs', () => {
    for (const out of ['a', 'b']) run('queue.yaml', '--no-report', '--out', out)
    expect(read('a/result.json')).toBe(read('b/result.json'))
    expect(read('a/done.csv')).toBe(read('b/done.csv'))
    expect(resultSchema.parse(JSON.parse(read('a/result.json'))).seed).toBe(5)
    expect(read('a/result.json')).not.toContain(cwd)
  })

  test('writes a line for each record that reaches a file sink', () => {
    run('queue.yaml', '--no-report', '--out', 'sink')
    const { sinks } = resultSchema.parse(JSON.parse(read('sink/result.json')))
    const lines = read('sink/done.csv').trimEnd().split('\n')
    expect(lines[0]).toBe('eventTime,key,size')
    expect(lines).toHaveLength(sinks[0]!.received + 1)
    for (const line of lines.slice(1)) expect(line).toMatch(/^\d+(\.\d{1,9})?,\d,[\d.e-]+$/)
  })

  test('takes another seed, another parameter and a tenth', () => {
    const result = (...args: string[]) =>
      resultSchema.parse(JSON.parse(run('queue.yaml', '--no-report', '--out', 'varied', '--json', ...args).stdout))
    const base = result()
    expect(result('--seed', '6').digests.workload).not.toEqual(base.digests.workload)
    expect(result('--set', 'rate=100/s').sources[0]!.total).toBeLessThan(base.sources[0]!.total / 5)
    const quick = result('--quick')
    expect([quick.quick, quick.interval.to]).toEqual([true, base.interval.to / 10])
    expect(result('--check').checkers.length).toBeGreaterThan(0)
  })

  test('gives the same output by the wall clock as in simulated time', () => {
    const digests = (...args: string[]) =>
      resultSchema.parse(JSON.parse(run('queue.yaml', '--no-report', '--out', 'clocks', '--json', ...args).stdout)).digests.output
    expect(digests('--clock', 'wall', '--speed', 'max')).toEqual(digests())
  })

  test('finds a scenario by its name, and prints nothing when it is to be quiet', () => {
    expect(run('named', '--no-report', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('replays the command that it prints, quoting included', () => {
    write("it's.yaml", queueScenario())
    const again = /^again: (.*)$/m.exec(run("it's.yaml", '--no-report', '--set', 'rate=500/s', '--quick').stdout)?.[1]
    expect(again).toBe("wavetank run 'it'\\''s.yaml' --seed 5 --set rate=500/s --quick")
    expect(shell(`${again!.replace('wavetank', '$WAVETANK')} --no-report --quiet`, { cwd }).code).toBe(0)
  })
})

describe('the exit code', () => {
  test.each([
    ['latency.p50 < 1 ns', 1],
    ['latency.p99{sink=done} <= baseline + 2 %', 3],
  ])('of a run with the objective %s is %i', (objective, code) => {
    write('judged.yaml', queueScenario({ objective }))
    expect(run('judged.yaml', '--no-report', '--quiet', '--out', 'judged').code).toBe(code)
  })
})

describe('a scenario with problems', () => {
  test('gives all of them, exit code 2, and leaves nothing behind', () => {
    write('bad.yaml', queueScenario({ duration: '2', service: 'exponental: 1 ms' }))
    const { code, stdout, stderr } = run('bad.yaml', '--out', 'bad-out')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/bad\.yaml:4:11 {2}error: .*2 s/)
    expect(stderr).toMatch(/Did you mean "exponential"\?/)
    expect(stderr).toMatch(/\nbad\.yaml: 2 errors\n$/)
    expect(left('bad-out')).toEqual([])
  })

  test('gives them as one document with --json', () => {
    const { problems } = JSON.parse(run('bad.yaml', '--json').stdout) as { problems: { line: number }[] }
    expect(problems.map(({ line }) => line)).toEqual([4, 10])
  })

  test('that is no file, a folder, no UTF-8 or no variant of it is said', () => {
    writeFileSync(join(cwd, 'latin.yaml'), Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xe9]))
    const unnamed = run('nmed')
    expect(unnamed.code).toBe(2)
    expect(unnamed.stderr).toContain('error: There is no scenario called "nmed". Did you mean "named"?\n')
    expect(run('no/such.yaml').stderr).toMatch(/^error: There is no file no\/such\.yaml\./)
    expect(run('scenarios').stderr).toBe('error: scenarios is a folder, not a file. Did you mean one in it: named?\n')
    expect(run('latin.yaml').stderr).toBe('error: latin.yaml is not UTF-8 text.\nSave it as UTF-8.\n')
    expect(run('queue.yaml', '--variant', 'scheduling=lottery').stderr).toMatch(/^error: --variant: .*lottery.*scheduling=fifo/)
  })
})

describe('results that cannot be written', () => {
  test.each([
    ['queue.yaml', 'there is a file in its place'],
    ['queue.yaml/deeper', 'there is a file in its place'],
    ['/dev/null/x', 'there is a file in its place'],
    ['/proc/x', process.platform === 'linux' ? 'cannot be made' : ''],
  ])('to %s are refused before anything runs', (out, message) => {
    const { code, stdout, stderr } = run('long.yaml', '--no-report', '--out', out)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toContain('Choose another folder with --out.\n')
  })

  test.skipIf(process.platform === 'win32')('because they grow too large leave no half of a file', () => {
    const { code, stderr } = shell('ulimit -f 40; $WAVETANK run queue.yaml --no-report --out full/of', { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error: full\/of\/\w+\.\w+ would be larger than this system allows\.\n/)
    expect(left('full')).toEqual([])
    expect(existsSync(join(cwd, 'full'))).toBe(false)
  })
})

test.skipIf(process.platform === 'win32')(
  'an interrupted run says so, exits with 130 and leaves nothing behind',
  { timeout: 20_000 },
  async () => {
    const child = start(['run', 'long.yaml', '--out', 'interrupted/here'], cwd)
    let stderr = ''
    child.stderr.on('data', (chunk) => (stderr += String(chunk)))
    // The folder is there as soon as the run has begun.
    while (!existsSync(join(cwd, 'interrupted/here'))) await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 300))
    child.kill('SIGINT')
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'Interrupted; nothing was written.\n' })
    expect(existsSync(join(cwd, 'interrupted'))).toBe(false)
  },
)
