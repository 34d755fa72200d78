import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { baselineSchema } from '../../src/experiment/baseline-schema.ts'
import { wavetank, type Outcome } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-check-'))
/** Lines are broken to fit a terminal; what is said is not. */
const run = (...args: string[]): Outcome => {
  const outcome = wavetank(args, { cwd })
  return { ...outcome, stdout: outcome.stdout.replaceAll(/\s+/g, ' ') }
}
const read = (path: string): string => readFileSync(join(cwd, path), 'utf8')
/** Without the digest by which an edit shows. */
const unsealed = (text: string): string => text.replace(/\n {2}"digest": .*/, '')
const write = (path: string, text: string): void => writeFileSync(join(cwd, path), text)

const scenario = (service: string): string =>
  queueScenario({ duration: '5 s', service: `exponential: ${service}`, extra: 'replications: 10\nmetrics: [latency.mean]\n' })

beforeEach(() => {
  rmSync(join(cwd, 'baselines'), { recursive: true, force: true })
  mkdirSync(join(cwd, 'scenarios'), { recursive: true })
  write('scenarios/queue.yaml', scenario('0.5 ms'))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

describe('check', () => {
  test('without any baseline nothing is compared, and that is no success', () => {
    expect(run('check')).toMatchObject({
      code: 3,
      stdout: 'Not checked, because there is no baseline: queue. `wavetank check --init` makes what is missing. Nothing was compared. ',
    })
    expect(run('check', 'queue')).toMatchObject({ code: 3, stdout: expect.stringContaining('wavetank accept queue --reason') as string })
    expect(run('check', '--init').code).toBe(0)
    expect(baselineSchema.safeParse(JSON.parse(read('baselines/queue.json'))).error).toBeUndefined()
  })

  test('of what has not changed: every metric is the same, value for value, on any number of threads', () => {
    run('check', '--init', '--quiet')
    for (const threads of ['1', '2']) {
      const { code, stdout } = run('check', '--threads', threads)
      expect(code).toBe(0)
      expect(stdout).toMatch(/(\d+) of \1 metrics are the same, value for value\./)
      expect(stdout).not.toContain('parts from')
    }
  })

  test('finds what has become slower, says where the runs part, and writes it for other programs', () => {
    run('check', '--init', '--quiet')
    write('scenarios/queue.yaml', scenario('0.525 ms'))
    const { code, stdout } = run('check', '--out', 'perf')
    expect(code).toBe(1)
    expect(stdout).toMatch(/latency\.mean .* 10 of 10 +regressed/)
    expect(stdout).toMatch(/seed 5 parts\s+from\s+the\s+baseline's\s+between\s+0 s\s+and/)
    expect(read('perf/check.md')).toMatch(/^<!-- wavetank-check -->\n/)
    expect(JSON.parse(read('perf/check.json'))).toMatchObject({ schema: 'wavetank/check/1', exitCode: 1 })
  })

  test('what has become faster is no failure, and a change within the margin neither', () => {
    run('check', '--init', '--quiet')
    write('scenarios/queue.yaml', scenario('0.45 ms'))
    expect(run('check')).toMatchObject({ code: 0, stdout: expect.stringContaining('improved') as string })
    write('scenarios/queue.yaml', scenario('0.5005 ms'))
    expect(run('check')).toMatchObject({ code: 0, stdout: expect.stringContaining('changed') as string })
  })

  test('an objective relative to the baseline is judged', () => {
    run('check', '--init', '--quiet')
    const strict = (service: string): string =>
      scenario(service).replace('objectives: ["latency.p50 < 1 s"]', 'objectives: ["latency.p90 <= baseline + 1 %"]')
    write('scenarios/queue.yaml', strict('0.5 ms'))
    expect(run('check').code).toBe(0)
    write('scenarios/queue.yaml', strict('0.51 ms'))
    expect(run('check')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Objective missed: latency.p90 <= baseline + 1 %') as string,
    })
  })

  test('other waves cannot be compared', () => {
    run('check', '--init', '--quiet')
    write('scenarios/queue.yaml', scenario('0.5 ms').replace('5 s', '6 s'))
    expect(run('check')).toMatchObject({ code: 3, stdout: expect.stringContaining('other waves cannot be compared') as string })
    write('scenarios/queue.yaml', scenario('0.5 ms').replace('replications: 10', 'replications: 9'))
    expect(run('check')).toMatchObject({ code: 3, stdout: expect.stringContaining('10 seeds') as string })
  })

  test.each([
    ['empty', () => '', 'is empty'],
    ['cut off', (text: string) => text.slice(0, 500), 'cut off'],
    ['in conflict', (text: string) => `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> other\n`, 'conflict markers'],
    ['of another version', (text: string) => text.replace('baseline/1', 'baseline/2'), 'does not read'],
    ['of another engine', (text: string) => unsealed(text).replace('"engine": 1', '"engine": 0'), 'accepted anew'],
    ['edited by hand', (text: string) => text.replace('"seeds": {', '"seed": {'), 'edited by hand'],
    ['short of a value', (text: string) => unsealed(text).replace('"count": 10', '"count": 11'), 'edited by hand'],
    ['with another value', (text: string) => text.replace(/("values": \[\d)/, '$11'), 'is not what was accepted'],
  ])('a baseline that is %s is not judged', (_, spoil, message) => {
    run('check', '--init', '--quiet')
    write('baselines/queue.json', spoil(read('baselines/queue.json')))
    expect(run('check').stdout).toContain(message)
    expect(run('check').code).toBe(3)
  })

  test('a baseline may have another reason, other blanks, and no digest', () => {
    run('check', '--init', '--quiet')
    const made = read('baselines/queue.json')
    const others = [made.replace('first baseline', 'as agreed'), JSON.stringify(JSON.parse(made)), unsealed(made)]
    for (const other of others) {
      expect(other).not.toBe(made)
      write('baselines/queue.json', other)
      expect(run('check').code).toBe(0)
      expect(run('accept', 'queue', '--reason', 'again').stderr).toContain('is as it was')
      expect(read('baselines/queue.json')).toBe(other)
    }
  })

  test('a folder in place of a baseline is not judged', () => {
    mkdirSync(join(cwd, 'baselines/queue.json'), { recursive: true })
    expect(run('check')).toMatchObject({ code: 3, stdout: expect.stringContaining('baselines/queue.json is a folder') as string })
  })
})

describe('check --aa', () => {
  test('deals the same runs out to two sides, and says how often that looks like a regression', () => {
    run('check', '--init', '--quiet')
    const { code, stdout } = run('check', '--aa', '--quick')
    expect(code).toBe(0)
    expect(stdout).toMatch(/latency\.mean +\d.* ± \d+(\.\d+)? % \d+ \d+ \d+(\.\d+)? %/)
    expect(stdout).toMatch(/\d+ of 200 checks of the same code cried wolf, with 10 seeds a side\./)
    const document = JSON.parse(run('check', 'queue', '--aa', '--quick', '--json').stdout) as { scenarios: { alarms: number }[] }
    expect(document.scenarios[0]!.alarms).toBeLessThanOrEqual(10)
  })

  test('stands alone, and needs something to measure', () => {
    expect(run('check', '--aa')).toMatchObject({ code: 3, stdout: 'Nothing was compared. ' })
    expect(run('check', '--aa', '--base', 'main')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--aa goes without --base') as string,
    })
  })
})

describe('accept', () => {
  test('makes what is there the baseline, with the reason, and changes nothing when nothing has changed', () => {
    run('check', '--init', '--quiet')
    copyFileSync(join(cwd, 'baselines/queue.json'), join(cwd, 'before.json'))
    expect(run('accept', 'queue', '--reason', 'again').stderr).toContain('is as it was')
    expect(read('baselines/queue.json')).toBe(read('before.json'))
    write('scenarios/queue.yaml', scenario('0.6 ms'))
    expect(run('accept', 'queue', '--reason', 'slower on purpose', '--dry-run').stderr).toContain('would be written')
    expect(read('baselines/queue.json')).toBe(read('before.json'))
    expect(run('accept', '--all', '--reason', 'slower on purpose').code).toBe(0)
    expect(JSON.parse(read('baselines/queue.json'))).toMatchObject({ reason: 'slower on purpose' })
    expect(read('baselines/queue.json')).not.toContain(cwd)
    expect(run('check').code).toBe(0)
  })

  test('asks for a reason, and for scenarios', () => {
    expect(run('accept', 'queue')).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason is missing') as string })
    expect(run('accept', '--reason', 'x')).toMatchObject({ code: 2, stderr: expect.stringContaining('Which scenarios?') as string })
    expect(run('accept', '--all', '--reason', 'x')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('No scenario has a baseline') as string,
    })
    expect(existsSync(join(cwd, 'baselines'))).toBe(false)
  })
})
