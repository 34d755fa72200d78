import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complexity, ExpressionError, fieldsOf, type ExpressionNode } from '../../src/expressions/expression.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { substitute } from '../../src/expressions/substitute.ts'

const parse = await loadExpressionParser()

/** Fully bracketed, operators first: what was understood. */
function understood(text: string): string {
  return shape(parse(text).tree)
}

function shape(node: ExpressionNode): string {
  switch (node.kind) {
    case 'number':
      return node.name ?? String(node.value)
    case 'text':
      return JSON.stringify(node.value)
    case 'boolean':
      return String(node.value)
    case 'field':
      return node.name
    case 'unary':
      return `(${node.operator} ${shape(node.operand)})`
    case 'binary':
      return `(${node.operator} ${shape(node.left)} ${shape(node.right)})`
    case 'if':
      return `(if ${shape(node.condition)} ${shape(node.whenTrue)} ${shape(node.whenFalse)})`
    case 'in':
      return `(in ${shape(node.value)} [${node.list.map(shape).join(' ')}])`
    case 'call':
      return `(${node.function} ${node.arguments.map(shape).join(' ')})`
  }
}

describe('what is understood', () => {
  test.each<[string, string]>([
    ['a + b * c', '(+ a (* b c))'],
    ['a - b - c', '(- (- a b) c)'],
    ['a / b * c', '(* (/ a b) c)'],
    ['a * b % c', '(mod (* a b) c)'],
    ['a mod b * c', '(* (mod a b) c)'],
    ['mod(a, b)', '(mod a b)'],
    ['a ^ b ^ c', '(^ a (^ b c))'],
    ['pow(a, b)', '(^ a b)'],
    ['-a ^ b', '(- (^ a b))'],
    ['a ^ -b', '(^ a (- b))'],
    ['-a * b', '(* (- a) b)'],
    ['20 ms', '(* 20 ms)'],
    ['20ms', '(* 20 ms)'],
    ['a / 20 ms', '(/ a (* 20 ms))'],
    ['3 / 4 ms', '(/ 3 (* 4 ms))'],
    ['-5 s', '(* (- 5) s)'],
    ['2 a', '(* 2 a)'],
    ['20 ms + 0.02 ms * prompt', '(+ (* 20 ms) (* (* 0.02 ms) prompt))'],
    ['10 min', '(* 10 min)'],
    ['min(a, 1 min)', '(min a (* 1 min))'],
    ['a < b and c or not d', '(or (and (< a b) c) (not d))'],
    ['not a == b', '(not (== a b))'],
    ['not a and b', '(and (not a) b)'],
    ['not not a', '(not (not a))'],
    ['not (a or b) and c', '(and (not (or a b)) c)'],
    ['not a in [1] or b', '(or (not (in a [1])) b)'],
    ['a + 1 in [1, 2 ms, b]', '(in (+ a 1) [1 (* 2 ms) b])'],
    ['1 in [1]', '(in 1 [1])'],
    ['1 ms in [a]', '(in (* 1 ms) [a])'],
    ['a in [1] == true', '(== (in a [1]) true)'],
    ['a in [not b, c]', '(in a [(not b) c])'],
    ['a ? b : c ? d : e', '(if a b (if c d e))'],
    ['not a ? b : c', '(if (not a) b c)'],
    ['if(a, b, c) + 1', '(+ (if a b c) 1)'],
    ['a?.5:b', '(if a 0.5 b)'],
    ['a<=b', '(<= a b)'],
    ['a\n  + b', '(+ a b)'],
    ['tenant == \'it is "quoted"\'', '(== tenant "it is \\"quoted\\"")'],
    ['tenant == "a, b) or (c"', '(== tenant "a, b) or (c")'],
    ['"\\n"', '"\\\\n"'],
    ['größe * 2', '(* größe 2)'],
    ['10 µs', '(* 10 µs)'],
    ['$rate * 2', '(* $rate 2)'],
    ['to + from', '(+ to from)'],
    ['end + i', '(+ end i)'],
    ['v1 + v0', '(+ v1 v0)'],
    ['round(a)', '(round a)'],
    ['round(a, 2)', '(round a 2)'],
  ])('%s', (text, shown) => {
    expect(understood(text)).toBe(shown)
  })

  test.each<[string, number]>([
    ['5_000', 5_000],
    ['1_000.2_5', 1_000.25],
    ['1e3', 1_000],
    ['1.5E-3', 0.0015],
    ['.5', 0.5],
    ['0.1', 0.1],
  ])('the number %s', (text, value) => {
    expect(parse(text).tree).toEqual({ kind: 'number', value, at: 0 })
  })

  test('nodes know where they stand, and the text stays as written', () => {
    const expression = parse('  max( prompt, 5 ) > "a"')
    expect(expression).toEqual({
      text: '  max( prompt, 5 ) > "a"',
      tree: {
        kind: 'binary',
        operator: '>',
        at: 2,
        left: {
          kind: 'call',
          function: 'max',
          arguments: [
            { kind: 'field', name: 'prompt', at: 7 },
            { kind: 'number', value: 5, at: 15 },
          ],
          at: 2,
        },
        right: { kind: 'text', value: 'a', at: 21 },
      },
    })
  })

  test('expressions survive structured clone and JSON', () => {
    const expression = parse('if(a in [1, 2 ms], not b, "x" == tenant) ? -round($p, 2) : 1e300')
    expect(structuredClone(expression)).toEqual(expression)
    expect(JSON.parse(JSON.stringify(expression))).toEqual(expression)
  })
})

test('any text gives an expression or an ExpressionError with a position in it', () => {
  const pieces = [
    'a',
    '$p',
    'ms',
    'min',
    'max',
    'if',
    'not',
    'and',
    'or',
    'in',
    'mod',
    'true',
    '1',
    '2.5',
    "'x'",
    ...'()[],?:+-*/^%<>=! \'"._#',
  ]
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((list) => list.join(' ')),
  )
  fc.assert(
    fc.property(text, (input) => {
      try {
        return parse(input).text === input
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        return error.position >= 0 && error.position <= input.length && error.message.length < 300
      }
    }),
    { numRuns: 1_000 },
  )
})

test('what passes the grammar is understood by mathjs', () => {
  const pieces = ['a', '1', 'ms', 'max (', 'not', '-', '(', ')', ')', 'and', 'in [', ']', ',', '?', ':', '+', '^', '==', 'mod']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (list) => {
      try {
        parse(list.join(' '))
      } catch (error) {
        expect((error as Error).message).not.toMatch(/nested more|cannot stand in an expression/)
      }
    }),
    { numRuns: 5_000 },
  )
})

test('fieldsOf finds every field once, and parameters', () => {
  expect([...fieldsOf(parse('if(a in [b, 2 ms], -a, max(c, $p, 1)) + a'))].toSorted()).toEqual(['$p', 'a', 'b', 'c'])
  expect(fieldsOf(parse('2 * pi')).size).toBe(0)
})

describe('substitute', () => {
  test('puts constants in the place of parameters, everywhere', () => {
    const text = 'if(tenant in [$t, a], not $b, max(-$n, 1) < 2)'
    const values = new Map<string, number | string | boolean>([
      ['$t', 'x'],
      ['$b', true],
      ['$n', 2.5],
    ])
    const substituted = substitute(parse(text), values)
    expect(shape(substituted.tree)).toBe('(if (in tenant ["x" a]) (not true) (< (max (- 2.5) 1) 2))')
    expect(substituted.text).toBe(text)
  })

  test('leaves what it has no value for', () => {
    expect(shape(substitute(parse('$a + $constructor'), new Map([['$a', 1]])).tree)).toBe('(+ 1 $constructor)')
  })

  test('refuses numbers that are none', () => {
    expect(() => substitute(parse('1 + $a'), new Map([['$a', NaN]]))).toThrow('"$a" is NaN, which is not a number that can be used here.')
  })
})

test.each<[string, number]>([
  ['prompt', 0],
  ['2 ms', 0],
  ['20 ms + 0.02 ms * prompt', 2],
  ['base*(1+amp*sin(2*pi*t/period))', 6],
  ['prompt <= 8192 and output > 0', 3],
  ['max(a, b, c)', 2],
  ['a in [1, 2, 3]', 3],
  ['if(a, b + 1, -c)', 3],
])('the complexity of %s is %d', (text, operations) => {
  expect(complexity(parse(text))).toBe(operations)
})
