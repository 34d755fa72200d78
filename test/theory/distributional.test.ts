/** The engine against closed forms: each within four standard errors, and all together no better and no worse than chance allows. */
import { describe, expect, test } from 'vitest'
import { cases, judge, type Judged } from './cases.ts'

const judged: Judged[] = []

describe('closed forms', () => {
  test.each(cases)('$name', { timeout: 60_000 }, (one) => {
    const result = judge(one)
    judged.push(result)
    expect(Math.abs(result.z), `${result.name}: theory ${result.theory}, simulated ${result.simulated}`).toBeLessThan(4)
  })

  test('their z-scores are plausible together: neither too far off nor too good', () => {
    expect(judged).toHaveLength(cases.length)
    const sum = judged.reduce((total, { z }) => total + z * z, 0)
    // Chi-square with 15 degrees of freedom: 0.1 % and 99.9 % points (tables of Pearson and Hartley).
    expect(cases).toHaveLength(15)
    expect(sum).toBeGreaterThan(3.483)
    expect(sum).toBeLessThan(37.697)
  })
})
