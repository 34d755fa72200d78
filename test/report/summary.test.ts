import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { renderSummary, type SummaryContext } from '../../src/report/summary.ts'
import { emptyResult, gatewayResult, hostileResult, overloadedResult } from './fixture.ts'

const context: SummaryContext = {
  wallSeconds: 0.312,
  recordsPerSecond: 38_210,
  replay: 'wavetank run scenarios/llm-gateway.yaml --seed 42',
  colour: false,
  width: 80,
}

describe('a summary', () => {
  const text = renderSummary(gatewayResult(), context)

  test('says first what the figures are', () => {
    expect(text.split('\n').slice(0, 4)).toEqual([
      'llm-gateway  modelled · provisional prices',
      'scheduling=priority · seed 42 · virtual clock · 27 min after 3 min of warm-up',
      'Prices (reference-1) are estimates, not calibrated on any machine: compare with',
      'them, do not plan by them.',
    ])
  })

  test('gives offered and achieved rates, and latency by flow with counts', () => {
    expect(text).toContain(
      'offered 6.57/s   achieved 6.57/s at the sinks\n70 records dropped at model, whose queue was full; 12 records too late for every\nwindow of usage.\n',
    )
    expect(text).toMatch(/ +count +rate +mean +p50 +p90 +p99 +p99\.9 +max\n/)
    expect(text).toMatch(/all +10,641 +6\.57\/s +1\.66 s +989 ms +3\.48 s +9\.24 s +25\.1 s +72\.1 s\n/)
    expect(text).toMatch(/chat +7,231 +4\.46\/s .* – +16\.2 s\n/)
  })

  test('says why a percentile is missing', () => {
    expect(text).toContain('No figure for chat p99.9; batch p99.9: fewer than ten records lie beyond it.')
  })

  test('shows stages, links, the tail, objectives and checkers', () => {
    expect(text).toMatch(/model +74\.2 % +25\.8 % +0 % +11\.4 +256 +1\.73 s +70 +–\n/)
    expect(text).toMatch(/up +11,801 +46\.0 MiB +0\.4 %\n/)
    expect(text).toMatch(/model +queue +█{16} +6\.12 s +54\.4 %\n/)
    expect(text).toMatch(/✗ +latency\.p99\{flow=chat\} < 2 s +4\.32 s\n✓ +throughput >= 3\/s +6\.57\/s\n\? /)
    expect(text).toContain('✓ 6 of 6 checkers held, 52,335 checks')
  })

  test('ends with how to make the same run again', () => {
    expect(text).toMatch(
      /seed 42 · 11,801 records in 312 ms of wall time, 38,210\/s\nagain: wavetank run scenarios\/llm-gateway\.yaml --seed 42\n$/,
    )
  })
})

test('overload, an unfinished run and a broken invariant come before any figure', () => {
  const text = renderSummary(overloadedResult(), context)
  const figures = text.indexOf('offered 6.57/s')
  for (const trouble of [
    'OVERLOADED',
    'The run ended with work left to do',
    'Checker little failed',
    'Only a tenth of the duration was run.',
  ]) {
    expect(text.indexOf(trouble)).toBeGreaterThan(-1)
    expect(text.indexOf(trouble)).toBeLessThan(figures)
  }
  expect(text).toContain('No figure for all; chat; batch: the backlog of model grew until the end.')
})

test('a run in which nothing arrived is told without a figure that is not there', () => {
  const text = renderSummary(emptyResult(), context)
  expect(text).toContain('No figure for all: no record reached a sink.')
  expect(text).not.toMatch(/NaN|undefined|null|Infinity/)
})

test.each([
  ['gateway', gatewayResult()],
  ['overloaded', overloadedResult()],
  ['empty', emptyResult()],
])('%s: no line is wider than 80 columns, and colours change nothing but colours', (_, result) => {
  const plain = renderSummary(result, context)
  expect(plain.split('\n').filter((line) => line.length > 80)).toEqual([])
  const coloured = renderSummary(result, { ...context, colour: true })
  expect(coloured).not.toBe(plain)
  expect(stripVTControlCharacters(coloured)).toBe(plain)
})

test('long names lose their middle where the table would not fit', () => {
  const long = 'a-stage-with-a-name-that-goes-on-and-on-until-nothing-else-fits-in-the-line'
  const base = gatewayResult()
  const text = renderSummary(
    { ...base, stages: base.stages.map((stage) => ({ ...stage, name: stage.name === 'model' ? long : stage.name })) },
    context,
  )
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(text).toMatch(/^a-stage-w.*….*line +74\.2 %/m)
})

test('control characters in a scenario do not reach the terminal', () => {
  const base = hostileResult()
  const text = renderSummary({ ...base, scenario: { ...base.scenario, name: 'x\u001b[2Jy\u0007' } }, context)
  expect(text).toContain('x�[2Jy�')
})
