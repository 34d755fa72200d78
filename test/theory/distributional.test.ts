/** The engine against closed forms: each within four standard errors, and all together no better and no worse than chance allows. */
import { describe, expect, test } from 'vitest'
import { chiSquareQuantile } from '../traffic/chi-square.ts'
import { cases, erlangC, judge, type Judged } from './cases.ts'

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
    // The 0.1 % and 99.9 % points of chi-square. Every case has streams of its own, so the scores are independent.
    expect(sum).toBeGreaterThan(chiSquareQuantile(cases.length, -3.0902))
    expect(sum).toBeLessThan(chiSquareQuantile(cases.length, 3.0902))
  })

  test('are the published numbers', () => {
    // Mean sojourns at μ = 1: M/M/c at 0.8 for each server (Erlang C, tables of Gross and Harris), M/D/1, M/H₂/1 with scv 4, Cobham.
    const theory = (name: string): number => cases.find((one) => one.name.startsWith(name))!.theory
    expect([1, 2, 4, 8, 16].map((c) => Number(erlangC(c, 0.8).toFixed(5)))).toEqual([0.8, 0.71111, 0.59643, 0.45764, 0.30488])
    expect([2, 4, 8].map((c) => Number((1 + theory(`M/M/${c} `)).toFixed(5)))).toEqual([2.77778, 1.74554, 1.28603])
    expect(1 + theory('M/M/1 mean wait, ρ = 0.8')).toBeCloseTo(5, 10)
    expect(1 + theory('M/D/1')).toBeCloseTo(3, 10)
    expect(1 + theory('M/H₂/1')).toBeCloseTo(3.5, 10)
    expect(theory('non-preemptive priority, class 1')).toBeCloseTo(1.3333, 4)
    expect(theory('non-preemptive priority, class 2')).toBeCloseTo(6.6667, 4)
    expect(theory('M/M/1 p99') * 0.3).toBeCloseTo(4.605, 3)
  })
})
