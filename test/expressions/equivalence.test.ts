/**
 * Random trees are written as text with as few brackets as the documented precedence allows, parsed and compiled;
 * the outcome must be that of evaluating the tree directly.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, type FieldReader } from '../../src/expressions/compile.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'

const parse = await loadExpressionParser()

/** A tree of another make than the parser's: what is written, how tight it binds, and what it means. */
interface Written<Value> {
  readonly text: string
  readonly binds: number
  readonly value: (row: Row) => Value
}

interface Row {
  readonly x: number
  readonly y: number
  readonly ok: boolean
  readonly tenant: string
}

const LOOSEST = 0
const OR = 1
const AND = 2
const NOT = 3
const COMPARISON = 4
const IN = 5
const SUM = 6
const PRODUCT = 7
const SIGN = 8
const POWER = 9
const ATOM = 10

function at(least: number, part: Written<unknown>): string {
  return part.binds >= least ? part.text : `(${part.text})`
}

function infix<Value, Result>(
  sign: string,
  binds: number,
  operate: (a: Value, b: Value) => Result,
  [left, right]: [Written<Value>, Written<Value>],
): Written<Result> {
  // Operators group from the left; comparisons do not chain at all.
  const leftBinds = binds === COMPARISON ? binds + 1 : binds
  const text = `${at(leftBinds, left)} ${sign} ${at(binds + 1, right)}`
  return { text, binds, value: (row) => operate(left.value(row), right.value(row)) }
}

const atoms = {
  number: fc.oneof(
    fc.constantFrom<Written<number>>({ text: 'x', binds: ATOM, value: (row) => row.x }, { text: 'y', binds: ATOM, value: (row) => row.y }),
    fc.nat({ max: 20 }).map((n): Written<number> => ({ text: String(n), binds: ATOM, value: () => n })),
    fc.integer({ min: 1, max: 9 }).map((n): Written<number> => ({ text: `${n} KiB`, binds: SIGN, value: () => n * 1024 })),
  ),
  boolean: fc.constantFrom<Written<boolean>>(
    { text: 'ok', binds: ATOM, value: (row) => row.ok },
    { text: 'true', binds: ATOM, value: () => true },
    { text: 'false', binds: ATOM, value: () => false },
  ),
  text: fc.constantFrom<Written<string>>(
    { text: 'tenant', binds: ATOM, value: (row) => row.tenant },
    { text: '"a"', binds: ATOM, value: () => 'a' },
    { text: "'b'", binds: ATOM, value: () => 'b' },
  ),
}

interface Trees {
  number: Written<number>
  boolean: Written<boolean>
  text: Written<string>
}

function choice<Value>([condition, yes, no]: [Written<boolean>, Written<Value>, Written<Value>], asCall: boolean): Written<Value> {
  const value = (row: Row): Value => (condition.value(row) ? yes.value(row) : no.value(row))
  if (asCall) return { text: `if(${condition.text}, ${yes.text}, ${no.text})`, binds: ATOM, value }
  return { text: `${at(OR, condition)} ? ${at(OR, yes)} : ${no.text}`, binds: LOOSEST, value }
}

function floorMod(a: number, b: number): number {
  // Exact for the small quarters that it is given here; the sum turns -0 into 0.
  return b === 0 ? NaN : a - b * Math.floor(a / b) + 0
}

function numbers(tie: fc.LetrecTypedTie<Trees>): fc.Arbitrary<Written<number>> {
  return fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    atoms.number,
    fc.tuple(tie('number'), tie('number')).map((pair) => infix('+', SUM, (a, b) => a + b, pair)),
    fc.tuple(tie('number'), tie('number')).map((pair) => infix('-', SUM, (a, b) => a - b, pair)),
    fc.tuple(tie('number'), tie('number')).map((pair) => infix('*', PRODUCT, (a, b) => a * b, pair)),
    fc.tuple(tie('number'), tie('number')).map((pair) => infix('/', PRODUCT, (a, b) => a / b, pair)),
    fc.tuple(atoms.number, atoms.number).map((pair) => infix('mod', PRODUCT, floorMod, pair)),
    fc.tuple(tie('number'), fc.constantFrom(0, 1)).map(([a, n]): Written<number> => ({
      text: `${at(ATOM, a)} ^ ${n}`,
      binds: POWER,
      value: (row) => (n === 0 ? 1 : a.value(row)),
    })),
    tie('number').map((a): Written<number> => ({ text: `-${at(SIGN, a)}`, binds: SIGN, value: (row) => -a.value(row) })),
    tie('number').map((a): Written<number> => ({ text: `abs(${a.text})`, binds: ATOM, value: (row) => Math.abs(a.value(row)) })),
    fc.array(tie('number'), { minLength: 2, maxLength: 4 }).map((list): Written<number> => ({
      text: `max(${list.map((a) => a.text).join(', ')})`,
      binds: ATOM,
      value: (row) => Math.max(...list.map((a) => a.value(row))),
    })),
    fc.tuple(fc.tuple(tie('boolean'), tie('number'), tie('number')), fc.boolean()).map(([parts, asCall]) => choice(parts, asCall)),
  )
}

function booleans(tie: fc.LetrecTypedTie<Trees>): fc.Arbitrary<Written<boolean>> {
  return fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    atoms.boolean,
    fc.tuple(tie('boolean'), tie('boolean')).map((pair) => infix('and', AND, (a, b) => a && b, pair)),
    fc.tuple(tie('boolean'), tie('boolean')).map((pair) => infix('or', OR, (a, b) => a || b, pair)),
    tie('boolean').map((a): Written<boolean> => ({ text: `not ${at(NOT, a)}`, binds: NOT, value: (row) => !a.value(row) })),
    fc.tuple(tie('number'), tie('number')).map((pair) => infix('<', COMPARISON, (a, b) => a < b, pair)),
    fc.tuple(tie('number'), tie('number')).map((pair) => infix('>=', COMPARISON, (a, b) => a >= b, pair)),
    fc.tuple(tie('number'), tie('number')).map((pair) => infix('==', COMPARISON, (a, b) => a === b, pair)),
    fc.tuple(tie('text'), tie('text')).map((pair) => infix('!=', COMPARISON, (a, b) => a !== b, pair)),
    fc.tuple(tie('boolean'), tie('boolean')).map((pair) => infix('==', COMPARISON, (a, b) => a === b, pair)),
    fc.tuple(tie('number'), fc.array(tie('number'), { minLength: 1, maxLength: 10 })).map(([a, list]): Written<boolean> => ({
      text: `${at(IN + 1, a)} in [${list.map((item) => item.text).join(', ')}]`,
      binds: IN,
      value: (row) => list.some((item) => item.value(row) === a.value(row)),
    })),
    fc.tuple(fc.tuple(tie('boolean'), tie('boolean'), tie('boolean')), fc.boolean()).map(([parts, asCall]) => choice(parts, asCall)),
  )
}

function texts(tie: fc.LetrecTypedTie<Trees>): fc.Arbitrary<Written<string>> {
  return fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    atoms.text,
    fc.tuple(fc.tuple(tie('boolean'), tie('text'), tie('text')), fc.boolean()).map(([parts, asCall]) => choice(parts, asCall)),
  )
}

const trees = fc.letrec<Trees>((tie) => ({ number: numbers(tie), boolean: booleans(tie), text: texts(tie) }))

const rows = fc.record<Row>({
  x: fc.integer({ min: -50, max: 50 }).map((quarters) => quarters / 4),
  y: fc.integer({ min: -3, max: 3 }),
  ok: fc.boolean(),
  tenant: fc.constantFrom('a', 'b', 'c'),
})

function agrees(tree: Written<unknown>, row: Row): void {
  fc.pre(tree.text.length < 1_500)
  const resolve = (name: string): FieldReader => {
    const value = row[name as keyof Row]
    return { type: typeof value === 'string' ? 'text' : typeof value, read: () => value } as FieldReader
  }
  expect(compile(parse(tree.text), resolve).evaluate(0), tree.text).toEqual(tree.value(row))
}

test.each(['number', 'boolean', 'text'] as const)('a random %s', (type) => {
  fc.assert(fc.property(trees[type], rows, agrees), { numRuns: 1_500 })
})
