import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { TraceChunk } from '../../src/experiment/trace.ts'
import { shell, wavetank } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-trace-'))
writeFileSync(join(cwd, 'queue.yaml'), queueScenario())
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

test('shows what a run does from a time on, with what waits', () => {
  const { code, stdout } = wavetank(['trace', 'queue.yaml', '--from', '1s', '--events', '3'], { cwd })
  expect(code).toBe(0)
  const events = stdout.split('\n').filter((line) => /^\d/.test(line))
  expect(events).toHaveLength(3)
  expect(events[0]).toMatch(/^[\d,]+ +1\.\d{9} s +jobs #\d+ +\d +(is taken by server|arrives at done)/)
})

test('prints chunks as lines of JSON, all of them or as many events as are asked for', () => {
  const lines = (...args: string[]): TraceChunk[] =>
    wavetank(['trace', 'queue.yaml', '--json', ...args], { cwd })
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TraceChunk)
  const events = lines().flatMap((chunk) => chunk.events)
  const arrived = events.filter(({ kind }) => kind === 'arrives').length
  expect(arrived).toBeGreaterThan(1_800)
  expect(events.filter(({ kind }) => kind === 'begins')).toHaveLength(arrived)
  const few = lines('--from', '1.5 s', '--events', '5').flatMap((chunk) => chunk.events)
  expect(few.filter(({ kind }) => kind !== 'waits')).toHaveLength(5)
  expect(few[0]!.time).toBeGreaterThanOrEqual(1.5e9)
})

test('ends quietly with a reader that has seen enough, and says when there is nothing', () => {
  expect(shell('$WAVETANK trace queue.yaml --json | head -c 10', { cwd })).toMatchObject({ code: 0, stderr: '' })
  expect(wavetank(['trace', 'queue.yaml', '--from', '1h'], { cwd }).stdout).toContain('no event from that time on')
  expect(wavetank(['trace', 'queue.yaml', '--from', '1'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('must be a duration') as string,
  })
})
