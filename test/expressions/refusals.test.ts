import { describe, expect, test } from 'vitest'
import { check } from '../../src/expressions/check.ts'
import { ExpressionError, type Expression, type FieldType } from '../../src/expressions/expression.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'

const parse = await loadExpressionParser()

const FIELDS = new Map<string, FieldType>([
  ['prompt', 'number'],
  ['output', 'number'],
  ['ok', 'boolean'],
  ['tenant', 'text'],
])

const QUOTE_IT = 'Inside { } YAML cuts an unquoted text at a comma: quote the expression.'

/** The message of what goes wrong, and the rest of the text from where it goes wrong. */
function refusal(text: string): [string, string] {
  try {
    check(parse(text), FIELDS)
  } catch (error) {
    if (error instanceof ExpressionError) return [error.message, text.slice(error.position)]
    throw error
  }
  throw new Error(`accepted: ${text}`)
}

/** Text, message, and the rest of the text from the position on. */
type Row = [string, string, string]

describe('texts that were cut or are not closed', () => {
  test.each<Row>([
    ['', 'The expression is empty. If YAML took it for something else, quote it.', ''],
    [' \n', 'The expression is empty. If YAML took it for something else, quote it.', ' \n'],
    ['max(prompt', `"(" is never closed. ${QUOTE_IT}`, '(prompt'],
    ['max(prompt,', `A value is missing after ",". ${QUOTE_IT}`, ''],
    ['prompt)', `")" closes nothing. ${QUOTE_IT}`, ')'],
    [')', `A value is missing before ")". ${QUOTE_IT}`, ')'],
    ["tenant in ['a'", `"[" is never closed. ${QUOTE_IT}`, "['a'"],
    ['(prompt]', `"]" does not match the "(" before it. ${QUOTE_IT}`, ']'],
    ["tenant in ['a')", `")" does not match the "[" before it. ${QUOTE_IT}`, ')'],
    ["tenant == 'a", 'The text that starts here has no closing quote.', "'a"],
    ['ok and', 'A value is missing after "and".', ''],
    ['ok ? 1', 'This "?" has no ":" after it. Write if(condition, a, b) or condition ? a : b.', '? 1'],
    ['max(ok ? 1, 2)', 'This "?" has no ":" after it. Write if(condition, a, b) or condition ? a : b.', '? 1, 2)'],
  ])('%j', (text, message, rest) => {
    expect(refusal(text)).toEqual([message, rest])
  })
})

describe('texts that reach for more than a value', () => {
  test.each<Row>([
    ['prompt = 3', '"=" would assign, and an expression cannot: compare with "==".', '= 3'],
    ['f(x) = x', '"=" would assign, and an expression cannot: compare with "==".', '= x'],
    ['() => 1', 'An expression cannot define functions.', '=> 1'],
    ['prompt; output', 'An expression is one value: ";" has no place in it.', '; output'],
    ['1:1e9', '":" belongs to a "?", and there is none before it.', ':1e9'],
    ['{a: 1}', 'An expression has no maps. If "{" belongs to YAML, quote the expression.', '{a: 1}'],
    ['[1, 2]', 'A list can only stand right of "in".', '[1, 2]'],
    ['prompt in [[1]]', 'A list can only stand right of "in".', '[1]]'],
    ['prompt[1]', 'There are no lists to take a member of: "[" can only stand right of "in".', '[1]'],
    ['prompt["constructor"]', 'There are no lists to take a member of: "[" can only stand right of "in".', '["constructor"]'],
    ['prompt.constructor', 'There is nothing to reach with a ".": fields are named alone.', '.constructor'],
    ['prompt?.x', 'There is nothing to reach with a ".": fields are named alone.', '?.x'],
    ['constructor', 'There is no field "constructor". The fields are prompt, output, ok, tenant.', 'constructor'],
    ['1 + __proto__', 'There is no field "__proto__". The fields are prompt, output, ok, tenant.', '__proto__'],
    ['toString', 'There is no field "toString". The fields are prompt, output, ok, tenant.', 'toString'],
    ['process', 'There is no field "process". The fields are prompt, output, ok, tenant.', 'process'],
    ['NaN', 'There is no field "NaN". The fields are prompt, output, ok, tenant.', 'NaN'],
    ['constructor("return 1")', 'There is no function "constructor".', 'constructor("return 1")'],
    ['import("fs")', 'There is no function "import".', 'import("fs")'],
    ['evaluate("1")', 'There is no function "evaluate".', 'evaluate("1")'],
    ['parser()', 'There is no function "parser".', 'parser()'],
    ['ones(3000, 3000)', 'There is no function "ones".', 'ones(3000, 3000)'],
    ['range(1, 1e8)', 'There is no function "range".', 'range(1, 1e8)'],
    ['random()', 'There is no function "random".', 'random()'],
    ['v0(1)', 'There is no function "v0".', 'v0(1)'],
    ['prompt!', 'Write "not" for "!"; there are no factorials.', '!'],
    ["prompt'", 'The text that starts here has no closing quote.', "'"],
    ['3 ms to s', 'Units are not converted with "to": durations are nanoseconds, sizes are bytes.', 'to s'],
    ['1 # comment', 'An expression has no comments.', '# comment'],
    ['/* 1 */ 1', 'A value is missing before "/".', '/* 1 */ 1'],
    ['1\u202e', 'The character U+202E has no meaning in an expression.', '\u202e'],
    ['1\u0000', 'The character U+0000 has no meaning in an expression.', '\u0000'],
    ['`a`', '"`" has no meaning in an expression.', '`a`'],
    ['1 << 2', '"<<" has no meaning in an expression.', '<< 2'],
  ])('%j', (text, message, rest) => {
    expect(refusal(text)).toEqual([message, rest])
  })
})

describe('slips', () => {
  test.each<Row>([
    ['promt + 1', 'There is no field "promt". Did you mean "prompt"?', 'promt + 1'],
    ['mx(prompt, 1)', 'There is no function "mx". Did you mean "max"?', 'mx(prompt, 1)'],
    ['$rate * 2', 'There is no parameter "$rate".', '$rate * 2'],
    ['sin', '"sin" is a function: write sin(..).', 'sin'],
    ['if', '"if" is a function: write if(condition, a, b).', 'if'],
    ['ms(3)', '"ms" is a constant, not a function.', 'ms(3)'],
    ['max(1)', '"max" takes 2 arguments or more, not 1.', 'max(1)'],
    ['round(1, 2, 3)', '"round" takes 1 or 2 arguments, not 3.', 'round(1, 2, 3)'],
    ['if(ok, 1)', '"if" takes 3 arguments, not 2.', 'if(ok, 1)'],
    ['sin()', 'A value is missing between "(" and ")".', ')'],
    ['round(prompt, output)', 'The digits to round to must be a whole number from 0 to 15, written out.', 'output)'],
    ['5 %', '"%" is the remainder of a division and needs a value on its right. It is not percent: write 0.05.', '%'],
    ['prompt * 5% + 1', '"%" is the remainder of a division and needs a value on its right. It is not percent: write 0.05.', '% + 1'],
    ['prompt % -5', '"%" is the remainder of a division and needs a value on its right. With a negative one, write mod(a, b).', '% -5'],
    ['1 < prompt < 3', 'Comparisons cannot be chained: write a < b and b < c.', 'prompt < 3'],
    ['ok && ok', 'Write "and" for "&&".', '&& ok'],
    ['ok || ok', 'Write "or" for "||".', '|| ok'],
    ['ok xor ok', 'Write "!=" for "xor".', 'xor ok'],
    ['!ok', 'Write "not" for "!"; there are no factorials.', '!ok'],
    ['prompt === 1', 'Compare with "==".', '=== 1'],
    ['prompt ** 2', 'Write "^" for "**".', '** 2'],
    ['prompt output', 'An operator is missing between "prompt" and "output".', 'output'],
    ['2 (3)', 'An operator is missing between "2" and "(".', '(3)'],
    ['1.2.3', 'An operator is missing between "1.2" and ".3".', '.3'],
    ['prompt, output', 'A comma can only stand between the arguments of a function or the members of a list.', ', output'],
    ['prompt in 3', '"in" needs a list on its right, as in [1, 2].', 'in 3'],
    ['prompt in []', 'A value is missing between "[" and "]".', ']'],
    ['prompt in [1] + 2', '"+" cannot follow a list.', '+ 2'],
    ['prompt not in [1]', 'Write "not x in [..]" for "x not in [..]".', 'not in [1]'],
    ['ok ? ok ? 1 : 2 : 3', 'Put the inner condition in brackets: a ? (b ? c : d) : e.', '? 1 : 2 : 3'],
    ['1e999', '1e999 is too large for a number.', '1e999'],
  ])('%j', (text, message, rest) => {
    expect(refusal(text)).toEqual([message, rest])
  })
})

describe('types that do not fit', () => {
  test.each<Row>([
    ['tenant == 3', '"==" needs the same type on both sides: a text and a number are not.', '3'],
    ['tenant < "b"', '"<" needs numbers, and this is a text.', 'tenant < "b"'],
    ['1 + ok', '"+" needs numbers, and this is a condition.', 'ok'],
    ['not prompt', '"not" needs conditions, and this is a number.', 'prompt'],
    ['prompt and ok', '"and" needs conditions, and this is a number.', 'prompt and ok'],
    ['if(prompt, 1, 2)', '"if" needs conditions, and this is a number.', 'prompt, 1, 2)'],
    ['if(ok, 1, "a")', 'The branches of "if" must have the same type: a number and a text are not.', '"a")'],
    ['prompt in [1, "a"]', '"in" needs a list of the same type as the value on its left: a number and a text are not.', '"a"]'],
    ['max(1, tenant)', '"max" needs numbers, and this is a text.', 'tenant)'],
  ])('%j', (text, message, rest) => {
    expect(refusal(text)).toEqual([message, rest])
  })

  test('a constant that is also a field', () => {
    expect(() => check(parse('20 ms'), new Map([['ms', 'number']]))).toThrow(
      '"ms" is a constant here and also the name of a field: rename the field.',
    )
  })
})

describe('texts that are meant to exhaust', () => {
  test.each<[string, string]>([
    ['brackets', `${'('.repeat(900)}1${')'.repeat(900)}`],
    ['calls', 'abs('.repeat(400)],
    ['signs', `${'-'.repeat(1_999)}1`],
    ['not', `${'not '.repeat(400)}ok`],
    ['powers', `1${'^1'.repeat(900)}`],
    ['sums', `1${'+1'.repeat(900)}`],
    ['conditions', `${'ok?1:'.repeat(390)}1`],
    ['lists', '1 in ['.repeat(300)],
  ])('%s nested too deeply', (_, text) => {
    expect(refusal(text)[0]).toBe('The expression is nested more than 100 deep.')
  })

  test('100 deep is not too deep', () => {
    expect(check(parse(`1${'+1'.repeat(99)}`), FIELDS)).toBe('number')
    expect(check(parse(`${'('.repeat(100)}1${')'.repeat(100)}`), FIELDS)).toBe('number')
  })

  test('a text of more than 2,000 characters', () => {
    expect(refusal('1'.repeat(2_001))[0]).toBe('The expression has 2001 characters; at most 2000 are allowed.')
    expect(refusal(`"${'a'.repeat(1_998)}" == 1`)[0]).toBe('The expression has 2005 characters; at most 2000 are allowed.')
  })

  test('nested lists take no exponential time', () => {
    let text = 'prompt in [1, 1]'
    for (let i = 0; i < 90; i++) text = `(${text}) in [ok, true]`
    expect(text.length).toBeLessThan(2_000)
    expect(check(parse(text), FIELDS)).toBe('boolean')
  })

  test('a tree from elsewhere cannot name anything but fields', () => {
    const hostile: Expression = { text: 'x', tree: { kind: 'field', name: '__proto__', at: 0 } }
    expect(() => check(hostile, FIELDS)).toThrow('There is no field "__proto__".')
  })
})
