/** Ends the output of the tests with one line that a script can read: `778 passed, 1 failed`. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** A file that cannot be loaded, and an error that belongs to no test, each count as one failure. */
export function countTests(modules: readonly TestModule[], errors: readonly unknown[]): Counts {
  let passed = 0
  let failed = errors.length
  let skipped = 0
  for (const module of modules) {
    const inTests = [...module.children.allTests()]
    for (const test of inTests) {
      const { state } = test.result()
      if (state === 'passed') passed++
      else if (state === 'failed') failed++
      else skipped++
    }
    if (!module.ok() && !inTests.some((test) => test.result().state === 'failed')) failed++
  }
  return { passed, failed, skipped }
}

export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const counts = countTests(modules, errors)
    // After the other reporters have had their say.
    process.once('exit', () => process.stdout.write(`${closingLine(counts)}\n`))
  }
}
