/** Reads expressions, and values that may be constants, distributions or expressions. */
import { isMap, isScalar, type Node } from 'yaml'
import { children, ExpressionError, type Expression, type ExpressionNode } from '../expressions/expression.ts'
import { substitute } from '../expressions/substitute.ts'
import { createSampler, distributions } from '../random/index.ts'
import type { Aggregation, Extent, Unit } from '../registry/option.ts'
import type { Quantity } from '../registry/pick.ts'
import { parseDuration } from '../units/duration.ts'
import { parseNumber } from '../units/number.ts'
import { show } from '../units/parsed.ts'
import { parseSize } from '../units/size.ts'
import type { Path } from './document.ts'
import { ownWorth, printed, type ParameterValue } from './numbers.ts'
import type { Pickable, Reader } from './reader.ts'

/** What parameters are worth in an expression. */
export interface Worth {
  /** Undefined when the value cannot stand here. */
  readonly of: (value: ParameterValue) => ParameterValue | undefined
  readonly expected: string
}

const OWN_WORTH: Worth = { of: ownWorth, expected: 'a value' }

const FUNCTIONS = ['count', 'sum', 'mean', 'min', 'max'] as const
/** What the functions are called elsewhere. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  avg: 'mean',
  average: 'mean',
  total: 'sum',
  minimum: 'min',
  maximum: 'max',
  n: 'count',
}
const EXAMPLES = 'count(), sum(x), mean(x), min(x) or max(x)'

/** A value of an option, as a distribution names it. */
const IN_BRACKETS = /\((-?[\d.]+(?:e[-+]?\d+)?)\)/g

/** A number and a unit, and nothing else. */
const ONE_QUANTITY = /^[+-]?[\d._]+(?:[eE][+-]?\d+)?\s*[\p{L}/%]+$/u

/** An expression, with parameters put in. */
export function readExpression(reader: Reader, node: Node | null, path: Path, worth: Worth = OWN_WORTH): Expression | undefined {
  const { document } = reader
  if (document.isBroken(node)) return undefined
  const resolved = document.resolve(node)
  if (document.isEmpty(node)) {
    document.at(node, path, 'missing expression')
    return undefined
  }
  if (!isScalar(resolved)) {
    const found = isMap(resolved) ? 'YAML takes { } for keys with values' : 'YAML takes [ ] for a list'
    document.at(node, path, `invalid expression: ${found}`, 'quote the expression')
    return undefined
  }
  return parseAt(reader, String(resolved.source ?? resolved.value), 0, node, path, worth)
}

/** Parses a text that begins at character `start` of a scalar. */
function parseAt(reader: Reader, text: string, start: number, node: Node | null, path: Path, worth: Worth): Expression | undefined {
  try {
    return withParameters(reader, reader.parse(text), start, node, path, worth)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    reader.document.at(node, path, error.message, undefined, start + error.position)
    return undefined
  }
}

function withParameters(
  reader: Reader,
  expression: Expression,
  start: number,
  node: Node | null,
  path: Path,
  worth: Worth,
): Expression | undefined {
  const values = new Map<string, ParameterValue>()
  let complete = true
  const visit = (part: ExpressionNode): void => {
    for (const child of children(part)) visit(child)
    if (part.kind !== 'field' || !part.name.startsWith('$') || values.has(part.name)) return
    const raw = reader.parameter(part.name.slice(1), node, path, start + part.at)
    const value = raw === undefined ? undefined : worth.of(raw)
    if (value !== undefined) values.set(part.name, value)
    else complete = false
    if (raw !== undefined && value === undefined) {
      reader.document.at(
        node,
        path,
        `invalid parameter: ${part.name} is ${show(raw)}; expected ${worth.expected}`,
        undefined,
        start + part.at,
      )
    }
  }
  visit(expression.tree)
  if (!complete) return undefined
  return values.size === 0 ? expression : substitute(expression, values)
}

/** A constant, a draw or an expression. */
export function readQuantity(reader: Reader, unit: Unit, node: Node | null, path: Path): Quantity | undefined {
  const { document } = reader
  const resolved = document.resolve(node)
  if (isMap(resolved)) return readDraw(reader, node, path, unit)
  const written = reader.scalar(node, path, 'a value, a distribution or an expression')
  if (written === undefined) return undefined
  const parsed = (unit === 'duration' ? parseDuration : unit === 'size' ? parseSize : parseNumber)(written)
  if ('value' in parsed) {
    if (unit === 'none' || parsed.value >= 0) return { kind: 'constant', value: parsed.value }
    document.at(node, path, `invalid value: ${show(written)}; it must not be negative`)
    return undefined
  }
  if (typeof written === 'string' && Object.hasOwn(distributions, written)) return readDraw(reader, node, path, unit)
  const text = isScalar(resolved) ? String(resolved.source ?? resolved.value) : ''
  // As an expression, 3/s would be 3 divided by a second.
  const isParameter = text !== String(written)
  const isMisfit = typeof written === 'number' || (unit !== 'none' && (isParameter || ONE_QUANTITY.test(String(written))))
  if (isMisfit) {
    document.at(node, path, parsed.problem)
    return undefined
  }
  const expression = readExpression(reader, node, path)
  return expression && { kind: 'expression', expression }
}

function readDraw(reader: Reader, node: Node | null, path: Path, unit: Unit): Quantity | undefined {
  const pick = reader.pick(distributions as unknown as Pickable, 'distribution', node, path, unit)
  if (pick === undefined) return undefined
  try {
    // Each option may be within its bounds, and all of them together make no sense.
    createSampler(pick)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // A distribution knows plain numbers; a person wrote units.
    const told = unit === 'none' ? error.message : error.message.replaceAll(IN_BRACKETS, (_, value) => `(${printed(unit, Number(value))})`)
    reader.document.at(node, [...path, pick.name], `conflicting options: ${told}`)
    return undefined
  }
  return { kind: 'draw', ...pick }
}

/** `60 s` or `60 records`. */
export function readExtent(reader: Reader, node: Node | null, path: Path): Extent | undefined {
  const written = reader.scalar(node, path, 'a duration or so many records')
  if (written === undefined) return undefined
  const records = parseRecords(written)
  if (records !== undefined) {
    if (records >= 1 && Number.isSafeInteger(records)) return { unit: 'records', size: records }
    reader.document.at(node, path, `invalid size: ${written}; it must be at least 1 record`)
    return undefined
  }
  const parsed = parseDuration(written)
  const problem =
    'problem' in parsed
      ? orRecords(parsed.problem, written)
      : parsed.value >= 1
        ? undefined
        : `invalid size: ${written}; it must be at least 1 ns`
  if (problem === undefined) return { unit: 'time', size: Math.round((parsed as { value: number }).value) }
  reader.document.at(node, path, problem)
  return undefined
}

/** How many, in `1_000 records`; undefined for anything else. */
export function parseRecords(written: ParameterValue): number | undefined {
  const match = /^\s*([+-]?[\d_.]+)\s*(?:records?|rows?)\s*$/.exec(String(written))
  return match === null ? undefined : Number(match[1]!.replaceAll('_', ''))
}

/** A bare number may mean records as well as seconds. */
export function orRecords(problem: string, written: ParameterValue): string {
  return typeof written === 'number' ? problem.replace(/\?$/, ` or ${written} records?`) : problem
}

/** `sum(tokens)`, `count()`. */
export function readAggregation(reader: Reader, node: Node | null, path: Path): Aggregation | undefined {
  const { document } = reader
  const written = reader.scalar(node, path, EXAMPLES)
  if (written === undefined) return undefined
  const text = String(written)
  const call = /^\s*([A-Za-z]+)\s*\(([\s\S]*)\)\s*$/.exec(text)
  const name = call?.[1] ?? /^\s*[A-Za-z]+/.exec(text)?.[0].trim() ?? text
  if (!FUNCTIONS.some((known) => known === name)) {
    const other = Object.hasOwn(OTHER_NAMES, name.toLowerCase()) ? `Write ${OTHER_NAMES[name.toLowerCase()]}.` : `Write ${EXAMPLES}`
    document.unknown(node, path, 'aggregate', name, FUNCTIONS, other)
    return undefined
  }
  const inner = call?.[2]
  if (inner === undefined || (name === 'count') !== (inner.trim() === '')) {
    document.at(node, path, `invalid aggregate: ${show(text)}`, `write ${EXAMPLES}`)
    return undefined
  }
  if (name === 'count') return { function: 'count' }
  const argument = parseAt(reader, inner, text.indexOf('(') + 1, node, path, OWN_WORTH)
  return argument && { function: name as Aggregation['function'], argument }
}
