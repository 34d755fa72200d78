/** Benchmarks run at smoke size with the tests, so that they do not rot. Nothing here looks at a time. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { bareLoop } from './bare-loop.ts'
import { eventLoopMm1 } from './event-loop-mm1.ts'
import { subjects } from './benchmarks.ts'
import { sameCode } from './same-code.ts'

test('every benchmark runs and gives the same hash twice', async () => {
  for (const subject of subjects) {
    const work = await subject.prepare(subject.records.smoke)
    const hash = await work()
    expect(hash).not.toBe('')
    expect(await work(), subject.name).toBe(hash)
  }
})

test('the reference and the event loop simulate the same queue', () => {
  // At load 0.9 and a mean gap of 1 customers stay 9 on average; over 500,000 of them the standard error is 0.25.
  expect(Math.abs(bareLoop(500_000) - 9)).toBeLessThan(1)
  expect(Math.abs(eventLoopMm1(500_000) - 9)).toBeLessThan(1)
})

test('the command prints a ratio for each', { timeout: 120_000 }, () => {
  const out = execFileSync(process.execPath, [fileURLToPath(new URL('run.ts', import.meta.url)), '--smoke'], { encoding: 'utf8' })
  for (const { name } of subjects) expect(out).toContain(name)
  expect(out).toContain('ratio')
})

test('checks of the same code raise no alarm, on any number of threads', { timeout: 60_000 }, async () => {
  const { alarms, values, scenarios } = await sameCode(3, 2)
  expect(alarms).toBe(0)
  expect(values).toBeGreaterThan(scenarios * 3 * 2 * 10)
})
