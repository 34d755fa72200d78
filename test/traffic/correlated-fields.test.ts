/** Fields that are correlated by rank: the correlation is the one asked for, and nothing else about the fields changes. */
import { describe, expect, test } from 'vitest'
import { RecordSchema } from '../../src/structures/record-table.ts'
import { createSource } from '../../src/traffic/source.ts'
import type { Correlation, FieldContent, SourceSpec } from '../../src/traffic/source-spec.ts'
import { lowerGamma, normalCdf } from '../random/special-functions.ts'
import { chiSquareDeviate, correlation, kolmogorovSmirnov } from '../random/statistics.ts'
import { oneRow } from './one-row.ts'

const N = 40_000
/** Four standard errors of a rank correlation of N pairs, at most: 1/√(N − 1) without correlation, less with one. */
const CLOSE = 4 / Math.sqrt(N - 1)

const drawn = (name: string, distribution: string, options: Record<string, unknown>): FieldContent => ({
  name,
  type: 'number',
  content: { kind: 'quantity', quantity: { kind: 'draw', name: distribution, options } },
})
const prompt = drawn('prompt', 'lognormal', { mean: 900, cv: 1.8 })
const output = drawn('output', 'gamma', { mean: 200, cv: 1.2 })
const pause = drawn('pause', 'exponential', { mean: 3 })

function specOf(fields: readonly FieldContent[], correlations: readonly Correlation[]): SourceSpec {
  return {
    name: 'chat',
    flow: { kind: 'fixed', flow: 'chat' },
    arrivals: { name: 'constant', options: { rate: 1000 } },
    key: { kind: 'constant', value: 0 },
    fields,
    correlations,
    watermark: { name: 'bounded', options: { bound: 0 } },
  }
}

/** A column for each field. */
function columns(fields: readonly FieldContent[], correlations: readonly Correlation[], records = N): Float64Array[] {
  const schema = new RecordSchema(fields.map(({ name, type }) => ({ name, type })))
  const source = createSource(specOf(fields, correlations), { seed: 3, schema, flows: new Map([['chat', 0]]), epochMs: 0 })
  const table = oneRow(schema)
  const made = fields.map(() => new Float64Array(records))
  for (let record = 0; record < records; record++) {
    source.fill(table, 0)
    for (const [field, column] of made.entries()) column[record] = table.field(0, field)
  }
  return made
}

/** Ranks from 1 on, the mean of those that are equal (Spearman 1904). */
function ranks(values: Float64Array): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const found = new Float64Array(values.length)
  for (let from = 0; from < order.length;) {
    let to = from
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let i = from; i < to; i++) found[order[i]!] = (from + to + 1) / 2
    from = to
  }
  return found
}

const spearman = (a: Float64Array, b: Float64Array): number => correlation(ranks(a), ranks(b))

const lognormalCdf = (x: number): number => {
  const sigma = Math.sqrt(Math.log(1 + 1.8 ** 2))
  return normalCdf((Math.log(x / 900) + (sigma * sigma) / 2) / sigma)
}
const gammaCdf = (x: number): number => lowerGamma(1 / 1.44, x / (200 * 1.44))

describe('two fields', () => {
  test.each([-0.9, -0.3, 0.6, 0.95])('have the rank correlation %d, and their own distributions', (rank) => {
    const [a, b] = columns([prompt, output], [{ fields: ['prompt', 'output'], rank }]) as [Float64Array, Float64Array]
    expect(Math.abs(spearman(a, b) - rank)).toBeLessThan(CLOSE)
    expect(kolmogorovSmirnov(a, lognormalCdf)).toBeLessThan(1.95)
    expect(kolmogorovSmirnov(b, gammaCdf)).toBeLessThan(1.95)
    // Correlated normal variables that did not have variance 1 would be caught: those of variance 1.1, say.
    expect(kolmogorovSmirnov(b, (x) => gammaCdf(x) ** 1.07)).toBeGreaterThan(1.95)
  })

  test('are compared with a test that can fail', () => {
    // Taken for the correlation of the normal variables, ranks would be correlated by 6/π asin(r/2) (Kruskal 1958): 0.8915, not 0.9.
    const many = columns([prompt, output], [{ fields: ['prompt', 'output'], rank: 0.9 }], 100_000) as [Float64Array, Float64Array]
    const found = spearman(...many)
    const unconverted = (6 / Math.PI) * Math.asin(0.45)
    // The standard error at a rank correlation of 0.9 is about (1 − r²)/√N · 1.1 = 0.0007.
    expect(Math.abs(found - 0.9)).toBeLessThan(0.003)
    expect(Math.abs(found - unconverted)).toBeGreaterThan(0.005)
    // And without any, there is none.
    const [a, b] = columns([prompt, output], []) as [Float64Array, Float64Array]
    expect(Math.abs(spearman(a, b))).toBeLessThan(CLOSE)
  })

  test.each([1, -1])('may follow one another: %d', (rank) => {
    const [a, b] = columns([prompt, output], [{ fields: ['prompt', 'output'], rank }], 1_000) as [Float64Array, Float64Array]
    expect(spearman(a, b)).toBeCloseTo(rank, 6)
  })

  test('that are whole numbers or choices keep their shares, and ties weaken the correlation a little', () => {
    const tries = drawn('tries', 'geometric', { mean: 2 })
    const size: FieldContent = {
      name: 'size',
      type: 'text',
      content: { kind: 'choice', values: ['S', 'M', 'L'], weights: [0.5, 0.3, 0.2] },
    }
    const [a, b] = columns([tries, size], [{ fields: ['tries', 'size'], rank: 0.7 }]) as [Float64Array, Float64Array]
    const count = (values: Float64Array, of: readonly number[]): number[] => of.map((x) => values.filter((value) => value === x).length)
    const cells = Array.from({ length: 12 }, (_, i) => i + 1)
    expect(
      Math.abs(
        chiSquareDeviate(
          count(a, cells),
          cells.map((k) => 2 ** -k),
        ),
      ),
    ).toBeLessThan(4)
    expect(Math.abs(chiSquareDeviate(count(b, [0, 1, 2]), [0.5, 0.3, 0.2]))).toBeLessThan(4)
    expect(chiSquareDeviate(count(b, [0, 1, 2]), [0.48, 0.31, 0.21])).toBeGreaterThan(4)
    expect(spearman(a, b)).toBeGreaterThan(0.5)
    expect(spearman(a, b)).toBeLessThan(0.7)
  })
})

describe('groups', () => {
  test('have each pair as asked, 0 where nothing is', () => {
    const [a, b, c] = columns(
      [prompt, output, pause],
      [
        { fields: ['pause', 'prompt'], rank: 0.5 },
        { fields: ['output', 'prompt'], rank: -0.6 },
      ],
    ) as [Float64Array, Float64Array, Float64Array]
    expect(Math.abs(spearman(a, c) - 0.5)).toBeLessThan(CLOSE)
    expect(Math.abs(spearman(a, b) + 0.6)).toBeLessThan(CLOSE)
    expect(Math.abs(spearman(b, c))).toBeLessThan(CLOSE)
    expect(kolmogorovSmirnov(c, (x) => 1 - Math.exp(-x / 3))).toBeLessThan(1.95)
  })

  test('leave other fields as they are, bit for bit', () => {
    const [, , alone] = columns([prompt, output, pause], [], 500)
    const [, , beside] = columns([prompt, output, pause], [{ fields: ['prompt', 'output'], rank: 0.6 }], 500)
    expect(beside).toEqual(alone)
  })

  test('that cannot be are refused, and what would do is true', () => {
    const asked = (factor: number): Correlation[] => [
      { fields: ['prompt', 'output'], rank: 0.9 * factor },
      { fields: ['output', 'pause'], rank: 0.9 * factor },
      { fields: ['prompt', 'pause'], rank: -0.2 * factor },
    ]
    const fields = [prompt, output, pause]
    expect(() => columns(fields, asked(1), 1)).toThrow(
      'source "chat", correlate: no fields can have these rank correlations together: prompt–output 0.9, prompt–pause -0.2, output–pause 0.9',
    )
    const share = Number(/times (0\.\d+) would do/.exec(String(failure(() => columns(fields, asked(1), 1))))![1])
    expect(() => columns(fields, asked(share), 1)).not.toThrow()
    expect(() => columns(fields, asked(share + 0.02), 1)).toThrow('no fields can have')
  })

  test('with two correlations of a pair, or fields that are not drawn, are refused', () => {
    const twice = [
      { fields: ['prompt', 'output'], rank: 0.1 },
      { fields: ['pause', 'output', 'prompt'], rank: 0.2 },
    ]
    expect(() => columns([prompt, output, pause], twice, 1)).toThrow('output and prompt have two correlations, 0.1 and 0.2; one is enough')
    const constant: FieldContent = { name: 'c', type: 'number', content: { kind: 'constant', value: 1 } }
    expect(() => columns([prompt, constant], [{ fields: ['prompt', 'c'], rank: 0.2 }], 1)).toThrow(
      'source "chat", c: only a field that is drawn can be correlated',
    )
  })
})

function failure(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
