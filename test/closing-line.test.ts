import { expect, test } from 'vitest'
import type { TestModule } from 'vitest/node'
import { closingLine, countTests } from './closing-line.ts'

function module(ok: boolean, ...states: string[]): TestModule {
  const tests = states.map((state) => ({ result: () => ({ state }) }))
  return { ok: () => ok, children: { allTests: () => tests } } as unknown as TestModule
}

test('tests are counted by how they ended', () => {
  const counts = countTests([module(false, 'passed', 'failed', 'skipped'), module(true, 'passed')], [])
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 1 })
})

test('a file that does not load and a stray error are failures', () => {
  expect(countTests([module(false), module(false, 'passed')], [new Error('stray')])).toEqual({ passed: 1, failed: 3, skipped: 0 })
})

test('the line names skipped tests where there are any', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})
