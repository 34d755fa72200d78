import { describe, expect, test } from 'vitest'
import { compile, type FieldReader } from '../../src/expressions/compile.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'

const parse = await loadExpressionParser()

/** Row 0 and row 1. */
const COLUMNS: Readonly<Record<string, readonly (number | boolean | string)[]>> = {
  x: [3, -2.5],
  y: [0, 4],
  ok: [true, false],
  tenant: ['a', 'b'],
}

function read(name: string): FieldReader {
  const column = COLUMNS[name]!
  return {
    type: { number: 'number', boolean: 'boolean', string: 'text' }[typeof column[0] as 'number'],
    read: (row) => column[row],
  } as FieldReader
}

function evaluate(text: string): unknown[] {
  const { evaluate: at } = compile(parse(text), read)
  return [at(0), at(1)]
}

describe('values', () => {
  test.each<[string, unknown, unknown]>([
    ['x + y', 3, 1.5],
    ['10 - x', 7, 12.5],
    ['x - 10', -7, -12.5],
    ['x / y', Infinity, -0.625],
    ['-x / y', -Infinity, 0.625],
    ['y / y', NaN, 1],
    ['mod(x, 2)', 1, 1.5],
    ['x % 2', 1, 1.5],
    ['mod(x, -2)', -1, -0.5],
    ['mod(x, y)', NaN, 1.5],
    ['mod(7, x)', 1, -0.5],
    ['x ^ 2', 9, 6.25],
    ['2 ^ x', 8, 0.17677669529663687],
    ['20 ms + 2 ms * x', 26e6, 15e6],
    ['4 * x + 1 KiB', 1036, 1014],
    ['10 us', 10_000, 10_000],
    ['1 min + 1 h + 1 d', 90_060e9, 90_060e9],
    ['min(x, y)', 0, -2.5],
    ['max(x, y, 3.5)', 3.5, 4],
    ['max(1, x)', 3, 1],
    ['clamp(x, 0, 2)', 2, 0],
    ['abs(x)', 3, 2.5],
    ['sign(x)', 1, -1],
    ['floor(x)', 3, -3],
    ['ceil(x)', 3, -2],
    ['round(x)', 3, -3],
    ['round(x / 7, 3)', 0.429, -0.357],
    ['round(1.005, 2)', 1, 1],
    ['round(-0.5)', -1, -1],
    ['round(1e22, 2)', 1e22, 1e22],
    ['sqrt(x + 6)', 3, Math.sqrt(3.5)],
    ['sqrt(-1)', NaN, NaN],
    ['exp(0) + log(1)', 1, 1],
    ['log2(8) + log2(1024 * 1024)', 23, 23],
    ['log10(1000) - log10(0.001)', 6, 6],
    ['log(0)', -Infinity, -Infinity],
    ['sin(0) + cos(0)', 1, 1],
    ['pi', Math.PI, Math.PI],
    ['+x', 3, -2.5],
    ['x > 0', true, false],
    ['0 < x', true, false],
    ['x <= y', false, true],
    ['x >= 3', true, false],
    ['x == 3', true, false],
    ['3 != x', false, true],
    ['y / y == y / y', false, true],
    ['ok and x > 0', true, false],
    ['ok or true', true, true],
    ['ok and false', false, false],
    ['true and ok', true, false],
    ['ok or x < 0', true, true],
    ['not ok', false, true],
    ['ok == (x > 0)', true, true],
    ['ok != true', false, true],
    ["tenant == 'a'", true, false],
    ["'a' != tenant", false, true],
    ['tenant == tenant', true, true],
    ["tenant in ['b', 'c']", false, true],
    ['not tenant in ["b"]', true, false],
    ['x in [1, 2, 3]', true, false],
    ['x in [1, 2, 3, 4, 5, 6, 7, 8, 9]', true, false],
    ['x in [1, y - 6.5]', false, true],
    ['0 / 0 in [0 / 0]', false, false],
    ['0 / 0 in [1, 2, 3, 4, 5, 6, 7, 8, 9, 0 / 0]', false, false],
    ['ok in [true]', true, false],
    ['if(ok, x, y)', 3, 4],
    ["ok ? tenant : 'none'", 'a', 'none'],
    ['if(true, x, y)', 3, -2.5],
    ['if(ok, x > 0, true)', true, true],
    ["'text'", 'text', 'text'],
  ])('%s', (text, first, second) => {
    expect(evaluate(text)).toEqual([first, second])
  })
})

describe('constants', () => {
  test.each<[string, unknown]>([
    ['2 * pi / 2', Math.PI],
    ['max(1, 2, 3)', 3],
    ['not (1 > 2)', true],
    ['false and ok', false],
    ['if(1 < 2, "a", tenant)', 'a'],
    ['3 in [1, 2, 3]', true],
    ['0 / 0', NaN],
  ])('%s is computed once', (text, constant) => {
    expect(compile(parse(text), read).constant).toEqual(constant)
  })

  test('what depends on the row is none', () => {
    expect(compile(parse('x * 0'), read).constant).toBeUndefined()
  })
})

test('each field is resolved once, however often it is read', () => {
  const asked: string[] = []
  const resolve = (name: string): FieldReader => {
    asked.push(name)
    return read(name)
  }
  compile(parse('x + x * y - x'), resolve)
  expect(asked).toEqual(['x', 'y'])
})

test('types are checked again, so that a tree from elsewhere cannot mix them', () => {
  expect(() =>
    compile({ text: 'x', tree: { kind: 'unary', operator: '-', operand: { kind: 'field', name: 'ok', at: 0 }, at: 0 } }, read),
  ).toThrow('"-" needs numbers, and this is a condition.')
})

test('logarithms of powers are whole', () => {
  for (let power = -1_022; power <= 1_023; power++) expect(compile(parse(`log2(${2 ** power})`), read).constant).toBe(power)
  for (let power = -300; power <= 300; power++) expect(compile(parse(`log10(1e${power})`), read).constant).toBe(power)
})
