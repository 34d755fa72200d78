/** What an option takes, its bounds and its default, in words. */
import type { Option, OptionType } from '../registry/option.ts'
import { printBandwidth } from '../units/bandwidth.ts'
import { printDuration } from '../units/duration.ts'
import { printRate } from '../units/rate.ts'
import { printRatio } from '../units/ratio.ts'
import { printSize } from '../units/size.ts'

interface Bounds {
  readonly min?: number
  readonly max?: number
  readonly above?: number
}

type Print = (value: number) => string

const PRINTS: Readonly<Record<string, Print>> = {
  duration: printDuration,
  rate: printRate,
  size: printSize,
  bandwidth: printBandwidth,
  ratio: printRatio,
}

/** The type with its bounds: `duration above 0 s`, `whole number from 1 to 1,024`. */
export function typeText(type: OptionType): string {
  switch (type.kind) {
    case 'integer':
      return `whole number${boundsText(type, String)}`
    case 'number':
      return `number${boundsText(type, String)}`
    case 'measure':
      return `number with the unit of its place${boundsText(type, String)}`
    case 'duration':
    case 'rate':
    case 'size':
    case 'bandwidth':
    case 'ratio':
      return `${type.kind}${boundsText(type, PRINTS[type.kind]!)}`
    case 'choice':
      return `one of ${type.of.join(', ')}`
    case 'list':
      return `list of ${typeText(type.of)}${type.min === undefined ? '' : `, at least ${type.min}`}`
    case 'map':
      return `names with ${typeText(type.of)} each`
    case 'expression':
      return type.result === 'any' ? 'expression' : `expression that gives a ${type.result === 'boolean' ? 'truth value' : 'number'}`
    case 'pick':
      return PICKED[type.of]
    case 'quantity':
      return `${{ none: 'number', duration: 'duration', size: 'size' }[type.unit]}, distribution or expression`
    default:
      return KINDS[type.kind]
  }
}

const PICKED = { arrivals: 'arrival process', modifier: 'modifier of arrivals' } as const

const KINDS = {
  boolean: 'true or false',
  text: 'text',
  path: 'path, relative to the scenario, or `package:NAME/PATH`',
  scalar: 'number or text',
  group: 'options',
  'one-of': 'one of these',
  extent: 'duration, or a number of records (`60 records`)',
  field: 'name of a field, `key` or `none`',
  aggregation: 'count(), sum(x), mean(x), min(x) or max(x)',
} as const

function boundsText({ min, max, above }: Bounds, print: Print): string {
  if (above !== undefined) return ` above ${print(above)}${max === undefined ? '' : ` and at most ${print(max)}`}`
  if (min !== undefined && max !== undefined) return ` from ${print(min)} to ${print(max)}`
  if (min !== undefined) return ` from ${print(min)} on`
  return max === undefined ? '' : ` of at most ${print(max)}`
}

/** `default 0 s`, `optional` or `required`. */
export function defaultText({ type, default: fallback, optional }: Option): string {
  if (fallback === undefined) return optional === true ? 'optional' : 'required'
  return `default ${valueText(type, fallback)}`
}

function valueText(type: OptionType, value: unknown): string {
  const print = PRINTS[type.kind]
  if (print !== undefined && typeof value === 'number') return print(value)
  if (value === Infinity) return 'unlimited'
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}
