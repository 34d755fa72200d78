/** Refuses arithmetic over parameters that mixes values with a unit and plain numbers, or gives what has no unit where one is needed. */
import { children, type Expression, type ExpressionNode } from '../expressions/expression.ts'
import { show } from '../units/parsed.ts'
import { EXPECTED, parsers, type NumberType, type ParameterValue } from './numbers.ts'

type Kind = NumberType['kind']

/**
 * To which power the unit that is wanted is in a value: 1 for a rate where a rate is wanted, 0 for a plain number, NaN where other units
 * are in it. Undefined: it is not known.
 */
type Power = number | undefined

/** Kinds whose values are told from plain numbers by a unit, and the names of expressions that are such units. */
const UNITS: Readonly<Partial<Record<Kind, RegExp>>> = {
  duration: /^(?:ns|us|µs|μs|ms|s|min|h|d)$/,
  size: /^(?:B|kB|MB|GB|KiB|MiB|GiB)$/,
  rate: /^$/,
  bandwidth: /^$/,
}

/** Functions that give a value of the unit of their arguments, which is one and the same. */
const KEEPING: readonly string[] = ['min', 'max', 'clamp', 'abs']

/** What is wrong with the units of an expression whose parameters have these values; undefined when nothing is, or nothing is known. */
export function unitProblem(kind: Kind, expression: Expression, parameters: ReadonlyMap<string, ParameterValue>): string | undefined {
  if (UNITS[kind] === undefined) return undefined
  const units = new UnitReader(kind, UNITS[kind], parameters)
  const power = units.of(expression.tree)
  const head = `invalid value: ${show(expression.text)}`
  if (units.mixed !== undefined)
    return `${head} puts a ${kind} and ${units.mixed} together; make it a parameter with a unit: ${EXPECTED[kind]}`
  if (power === undefined || Number.isNaN(power) || power === 1) return undefined
  return `${head} is ${power === 0 ? 'a plain number' : `no ${kind}`}; expected ${EXPECTED[kind]}`
}

class UnitReader {
  /** What has been found beside a value of the kind. */
  mixed: 'a plain number' | 'another unit' | undefined
  readonly #kind: Kind
  readonly #names: RegExp
  readonly #parameters: ReadonlyMap<string, ParameterValue>

  constructor(kind: Kind, names: RegExp, parameters: ReadonlyMap<string, ParameterValue>) {
    this.#kind = kind
    this.#names = names
    this.#parameters = parameters
  }

  of(node: ExpressionNode): Power {
    const powers = children(node).map((child) => this.of(child))
    const [first, second] = powers
    switch (node.kind) {
      case 'number':
        // Nothing is as much in every unit.
        if (node.name === undefined) return node.value === 0 ? undefined : 0
        return this.#names.test(node.name) ? 1 : node.name === 'pi' ? 0 : NaN
      case 'field':
        return this.#ofParameter(node.name)
      case 'unary':
        return first
      case 'if':
        return this.#same(powers.slice(1))
      case 'call':
        return KEEPING.includes(node.function) ? this.#same(powers) : undefined
      case 'binary':
        if (node.operator === '+' || node.operator === '-') return this.#same(powers)
        if (first === undefined || second === undefined) return undefined
        if (node.operator === '*') return first + second
        return node.operator === '/' ? first - second : undefined
      default:
        return undefined
    }
  }

  #ofParameter(name: string): Power {
    const value = this.#parameters.get(name.replace('$', ''))
    return value === undefined ? undefined : 'value' in parsers[this.#kind](value) ? 1 : 0
  }

  #same(powers: readonly Power[]): Power {
    const known = powers.filter((power) => power !== undefined)
    if (known.includes(1)) this.mixed ??= known.includes(0) ? 'a plain number' : known.includes(NaN) ? 'another unit' : undefined
    return known[0]
  }
}
