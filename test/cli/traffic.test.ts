import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { RunResult } from '../../src/experiment/run-result.ts'
import type { TrafficSummary } from '../../src/experiment/traffic-summary.ts'
import { wavetank } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-traffic-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))
const run = (...args: string[]) => wavetank(args, { cwd })
mkdirSync(join(cwd, 'scenarios'))
writeFileSync(join(cwd, 'scenarios/queue.yaml'), queueScenario({ duration: '10 s' }))

test('draws the records that a run is offered', () => {
  const { code, stdout } = run('traffic', 'queue', '--json')
  expect(code).toBe(0)
  const summary = JSON.parse(stdout) as TrafficSummary
  expect(run('run', 'queue', '--quiet', '--no-report', '--out', 'ran').code).toBe(0)
  const result = JSON.parse(readFileSync(join(cwd, 'ran/result.json'), 'utf8')) as RunResult
  expect(summary.sources.map(({ name, count }) => [name, count])).toEqual(result.sources.map(({ name, total }) => [name, total]))
})

test('says in words and figures what traffic is like, and draws it', () => {
  const { code, stdout, stderr } = run('traffic', 'queue', '--out', 'drawn')
  expect(code).toBe(0)
  expect(stdout).toContain('jobs: counts vary as those of a Poisson process, on every scale.')
  expect(stderr).toContain('Wrote drawn/traffic.json and report.html.')
  const page = readFileSync(join(cwd, 'drawn/report.html'), 'utf8')
  for (const chart of ['rate-over-time', 'gap-quantiles', 'dispersion', 'count-correlations', 'key-ranks'])
    expect(page).toContain(`id="${chart}"`)
  expect(run('traffic', 'queue', '--out', 'again', '--quiet').code).toBe(0)
  expect(readFileSync(join(cwd, 'again/traffic.json'), 'utf8')).toBe(readFileSync(join(cwd, 'drawn/traffic.json'), 'utf8'))
})

test('writes the records, and replaying them gives the same traffic', () => {
  expect(run('traffic', 'queue', '--out', 'records.csv', '--quiet').code).toBe(0)
  const lines = readFileSync(join(cwd, 'records.csv'), 'utf8').trim().split('\n')
  expect(lines[0]).toBe('time,source,eventTime,key,size')
  writeFileSync(
    join(cwd, 'scenarios/replayed.yaml'),
    queueScenario({ duration: 'end-of-traffic' })
      .replace('poisson: $rate', 'replay: { file: ../records.csv, time: time, timeFormat: seconds }')
      .replace('parameters: { rate: 1_000/s }\n', '')
      .replace('key: { uniform: 10 }, fields: { size: { exponential: 2 } }', 'key: { column: key }, fields: { size: { column: size } }'),
  )
  const { stdout, stderr } = run('traffic', 'replayed', '--json')
  expect(stderr).toBe('')
  expect((JSON.parse(stdout) as TrafficSummary).sources[0]!.count).toBe(lines.length - 1)
})

test('a trace that is packed is unpacked, and one that is cut is refused', () => {
  const packed = gzipSync(readFileSync(join(cwd, 'records.csv')))
  writeFileSync(join(cwd, 'records.csv'), packed)
  expect(run('traffic', 'replayed', '--quiet').code).toBe(0)
  writeFileSync(join(cwd, 'records.csv'), packed.subarray(0, 1_000))
  expect(run('traffic', 'replayed')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('compressed with gzip, and is cut or broken') as string,
  })
})

test('an invalid scenario is refused, and nothing is written', () => {
  writeFileSync(join(cwd, 'scenarios/bad.yaml'), 'format: 1\n')
  expect(run('traffic', 'bad', '--out', 'nothing').code).toBe(2)
  expect(existsSync(join(cwd, 'nothing'))).toBe(false)
})
