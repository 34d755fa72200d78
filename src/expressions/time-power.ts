/** Whether an expression over times is a plain number, a duration or a rate. */
import { children, ExpressionError, type ExpressionNode } from './expression.ts'
import { TIME_CONSTANTS } from './names.ts'

/** Functions whose value has the unit of their arguments, which is one and the same. */
const KEEPING: readonly string[] = ['min', 'max', 'clamp', 'abs', 'floor', 'ceil', 'round']

/**
 * The power of time that the value is: 0 for a plain number, 1 for a duration, -1 for something per duration. `times` are the fields that
 * are durations; other fields are plain numbers. Undefined where it is not known, or where every unit fits, as in 0.
 * @throws ExpressionError where values of different units are added, compared or chosen from
 */
export function timePower(node: ExpressionNode, times: ReadonlySet<string>): number | undefined {
  const powers = children(node).map((child) => timePower(child, times))
  const [first, second] = powers
  switch (node.kind) {
    case 'number':
      if (node.name !== undefined && TIME_CONSTANTS.has(node.name)) return 1
      return node.value === 0 ? undefined : 0
    case 'field':
      return times.has(node.name) ? 1 : 0
    case 'unary':
      return first
    case 'if':
      return same(powers.slice(1), node)
    case 'call':
      return KEEPING.includes(node.function) ? same(powers, node) : node.function === 'sqrt' ? undefined : 0
    case 'binary':
      if (node.operator === '+' || node.operator === '-' || node.operator === 'mod') return same(powers, node)
      if (node.operator === '*') return first === undefined || second === undefined ? undefined : first + second
      if (node.operator === '/') return first === undefined || second === undefined ? undefined : first - second
      if (node.operator === '^') return first === 0 ? 0 : undefined
      same(powers, node)
      return undefined
    default:
      return undefined
  }
}

function same(powers: readonly (number | undefined)[], node: ExpressionNode): number | undefined {
  const known = powers.filter((power) => power !== undefined)
  const other = known.find((power) => power !== known[0])
  if (other !== undefined) throw new ExpressionError(`This puts ${unit(known[0]!)} and ${unit(other)} together.`, node.at)
  return known[0]
}

function unit(power: number): string {
  if (power === 0) return 'a plain number'
  return power === 1 ? 'a duration' : power === -1 ? 'a rate' : `a duration to the power ${power}`
}
