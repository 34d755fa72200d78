/** A run that is no pure function of scenario, variant and seed is named, and is no baseline. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMAND, wavetank, type Outcome } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-unsteady-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

beforeAll(() => {
  mkdirSync(join(cwd, 'scenarios'))
  const extra = 'replications: 3\nmetrics: [latency.p90]\n'
  writeFileSync(
    join(cwd, 'scenarios/queue.yaml'),
    `${queueScenario({ service: 'exponential: 0.9 ms', extra })}strategies: { scheduling: [priority] }\n`,
  )
  wavetank(['check', '--init', '--quiet'], { cwd })
})

/** With a scheduler that depends on how often it has been asked in all. */
function unsteady(...args: string[]): Outcome {
  const preload = new URL('unsteady-scheduler.ts', import.meta.url).href
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '--import', preload, COMMAND, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  })
  return { code: status, stdout, stderr }
}

test('check names it, with the first event in which two runs differ', () => {
  const { code, stdout } = unsteady('check', '--threads', '1', '--out', 'perf')
  expect(code).toBe(3)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('! queue: seed 5 gives two results in two runs, which part between')
  expect(stdout).toMatch(/The runs part at event [\d,]+, after at \d\.\d{9} s jobs #\d+ \(key \d+\)/)
  expect(stdout).toMatch(/^one run +at \d\.\d{9} s jobs #\d+ \(key \d+\) is taken by server \(waiting: server \d+\)$/m)
  expect(stdout).toMatch(/^another +at \d\.\d{9} s jobs #\d+ \(key \d+\) is taken by server \(waiting: server \d+\)$/m)
  expect(stdout).toContain('1 scenario not judged')
})

test('accept refuses it, and the baseline stays', () => {
  cpSync(join(cwd, 'baselines'), join(cwd, 'before'), { recursive: true })
  const { code, stderr } = unsteady('accept', 'queue', '--reason', 'why not', '--threads', '1')
  expect(code).toBe(3)
  expect(stderr).toContain('queue: seed 5 gives two results in two runs')
  expect(stderr).toContain('The runs part at event')
  expect(stderr).toContain('cannot be a baseline')
  expect(wavetank(['diff', 'before/queue.json', 'baselines/queue.json'], { cwd }).code).toBe(0)
})

test('check --init makes no baseline of it', () => {
  rmSync(join(cwd, 'baselines'), { recursive: true })
  expect(unsteady('check', '--init', '--threads', '1').code).toBe(3)
  expect(existsSync(join(cwd, 'baselines/queue.json'))).toBe(false)
})
