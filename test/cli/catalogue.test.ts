import { describe, expect, test } from 'vitest'
import { entries } from '../../src/cli/catalogue.ts'
import { explanation } from '../../src/cli/catalogue-text.ts'
import { wavetank } from './command.ts'

interface Listed {
  readonly entries: readonly { readonly kind: string; readonly name: string; readonly summary: string }[]
}

const all = await entries()

test('everything that is listed can be explained, in lines that fit', () => {
  for (const entry of all) {
    const text = explanation(entry)
    expect(text).toContain(`${entry.name}: a`)
    expect(text).not.toMatch(/undefined|NaN|\[object/)
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
})

describe('list', () => {
  test('names every kind with its members', () => {
    const { code, stdout } = wavetank(['list'])
    expect(code).toBe(0)
    for (const name of ['poisson', 'exponential', 'window', 'priority', 'recompute', 'bounded', 'latency.p99'])
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
  })

  test('of one kind takes its singular and its plural', () => {
    expect(wavetank(['list', 'operators'])).toEqual(wavetank(['list', 'operator']))
    expect(wavetank(['list', 'strategies']).stdout).toMatch(/^Scheduling[\s\S]*^Windowing/m)
  })

  test('as JSON is one document', () => {
    const { entries } = JSON.parse(wavetank(['list', 'scheduling', '--json']).stdout) as Listed
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['fifo', 'priority']))
  })

  test('of an unknown kind says which there are', () => {
    const { code, stderr } = wavetank(['list', 'operatr'])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^error: There is no kind "operatr". Did you mean "operator"\?\nThe kinds are arrivals, modifier, distribution, /,
    )
  })
})

describe('explain', () => {
  test('gives options with type, bounds and default, and the source', () => {
    const { stdout } = wavetank(['explain', 'poisson'])
    expect(stdout).toMatch(/^poisson: an arrival process\n/)
    expect(stdout).toMatch(/rate: rate above 0\/s .*required; a bare value sets it/)
    expect(stdout).toMatch(/source: .*Poisson/)
  })

  test('gives a metric’s unit, direction and selectors', () => {
    const { stdout } = wavetank(['explain', 'latency.p99'])
    expect(stdout).toContain('unit      duration; lower is better\n')
    expect(stdout).toContain('{flow=…}, {sink=…}')
  })

  test('gives everything that has the name', () => {
    const { entries } = JSON.parse(wavetank(['explain', 'zipf', '--json']).stdout) as Listed
    expect(entries.map(({ kind }) => kind)).toEqual(['distribution', 'key'])
  })

  test('of an unknown name suggests one', () => {
    expect(wavetank(['explain', 'fifa'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: Nothing is called "fifa". Did you mean "fifo"?\n`wavetank list` names everything.\n',
    })
  })
})
