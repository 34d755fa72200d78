import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../src/expressions/compile.ts'
import { type Interval, intervalOf } from '../../src/expressions/interval.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'

const parse = await loadExpressionParser()

const { number } = fc.letrec<{ number: string; condition: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4 },
    fc.constant('t'),
    fc.integer({ min: -9, max: 9 }).map((n) => `(${n})`),
    fc.double({ min: -3, max: 3, noNaN: true }).map((x) => `(${x.toFixed(3)})`),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/'), tie('number')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc.tuple(tie('number'), fc.constantFrom(2, 3, 0.5, -1)).map(([a, n]) => `((${a}) ^ (${n}))`),
    fc
      .tuple(
        fc.constantFrom('abs', 'sign', 'floor', 'ceil', 'sqrt', 'exp', 'log', 'log2', 'log10', 'sin', 'cos', 'round', '-'),
        tie('number'),
      )
      .map(([f, a]) => `${f}(${a})`),
    fc.tuple(fc.constantFrom('min', 'max', 'mod'), tie('number'), tie('number')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('condition'), tie('number'), tie('number')).map(([c, a, b]) => `if(${c}, ${a}, ${b})`),
  ),
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number')).map(([a, o, b]) => `${a} ${o} ${b}`),
    fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map(([a, o, b]) => `((${a}) ${o} (${b}))`),
    tie('condition').map((a) => `(not (${a}))`),
    tie('number').map((a) => `(${a} in [1, 2, t])`),
  ),
}))

/** Bounds of an expression of t, and its value somewhere between. */
function judge(text: string, low: number, width: number, share: number): { bounds: Interval; value: number } {
  const expression = parse(text)
  const compiled = compile(expression, () => ({ type: 'number', read: (t) => t }))
  const t = Math.min(low + width, low + share * width)
  return { bounds: intervalOf(expression.tree, () => ({ low, high: low + width })), value: compiled.evaluate(t) as number }
}

test('a value is never outside the bounds, and where there may be no number there are none', () => {
  const place = fc.tuple(
    fc.double({ min: -20, max: 20, noNaN: true }),
    fc.double({ min: 0, max: 5, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  fc.assert(
    fc.property(number, place, (text, [low, width, share]) => {
      const { bounds, value } = judge(text, low, width, share)
      if (Number.isNaN(value)) expect(bounds).toEqual({ low: -Infinity, high: Infinity })
      const slack = 1e-9 * Math.max(1, Math.abs(value))
      if (Number.isFinite(value)) {
        expect(bounds.low).toBeLessThanOrEqual(value + slack)
        expect(bounds.high).toBeGreaterThanOrEqual(value - slack)
      }
    }),
    { numRuns: 2_000, seed: 1 },
  )
})

test('control: bounds from the two ends are found out', () => {
  const ends = (text: string): Interval => {
    const compiled = compile(parse(text), () => ({ type: 'number', read: (t) => t }))
    const values = [0, 4].map((t) => compiled.evaluate(t) as number)
    return { low: Math.min(...values), high: Math.max(...values) }
  }
  expect(judge('sin(t)', 0, 4, 0.4).value).toBeGreaterThan(ends('sin(t)').high)
})

test.each<[text: string, low: number, high: number]>([
  ['3 + 2 * t', 5, 9],
  ['t * t', 1, 9],
  ['(t - 2) ^ 2', 0, 1],
  ['(t - 2) ^ 3', -1, 1],
  ['1 / t', 1 / 3, 1],
  ['1 / (t - 2)', -Infinity, Infinity],
  ['abs(t - 2)', 0, 1],
  ['clamp(t, 1.5, 2)', 1.5, 2],
  ['mod(t, 5)', 1, 3],
  ['mod(t, 2)', 0, 2],
  ['if(t < 4, 7, 8)', 7, 7],
  ['if(t < 2, 7, 8)', 7, 8],
  ['sin(t)', Math.sin(3), 1],
  ['cos(t + 2)', -1, Math.cos(5)],
  ['sin(9 * t)', -1, 1],
  ['log(t - 1)', -Infinity, Math.log(2)],
  ['sqrt(t - 2)', -Infinity, Infinity],
])('%s, for t from 1 to 3', (text, low, high) => {
  const { bounds } = judge(text, 1, 2, 0)
  expect(bounds.low).toBeCloseTo(low, 12)
  expect(bounds.high).toBeCloseTo(high, 12)
})
