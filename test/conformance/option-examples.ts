/** Values for the options of any descriptor, made from what it declares: each default, and each alternative once. */
import type { Expression } from '../../src/expressions/expression.ts'
import type { Option, Options, OptionType } from '../../src/registry/option.ts'

type Parse = (text: string) => Expression

/** Fields that every example row has; expressions below read them. */
export const FIELDS = [
  { name: 'amount', type: 'number' },
  { name: 'ok', type: 'boolean' },
  { name: 'name', type: 'text' },
] as const

/** Sets of options: all at their defaults (or a first example), then each option at each other example, one at a time. */
export function variantsOf(options: Options, parse: Parse): Record<string, unknown>[] {
  const examples = Object.entries(options).map(([name, option]) => [name, examplesOf(option, parse)] as const)
  const base = Object.fromEntries(examples.map(([name, [first]]) => [name, first]))
  return [base, ...examples.flatMap(([name, [, ...others]]) => others.map((other) => ({ ...base, [name]: other })))]
}

/** The default comes first; an option without one has to be given. */
function examplesOf(option: Option, parse: Parse): unknown[] {
  const first = option.default !== undefined ? [option.default] : option.optional === true ? [undefined] : []
  return [...first, ...examplesOfType(option.type, parse)]
}

function examplesOfType(type: OptionType, parse: Parse): unknown[] {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'ratio':
    case 'duration':
    case 'rate':
    case 'size':
    case 'bandwidth':
    case 'measure':
      return numbersWithin(type)
    case 'boolean':
      return [true, false]
    case 'choice':
      return [...type.of]
    case 'text':
      return ['text']
    case 'path':
      return [{ written: 'file.csv', absolute: 'file.csv' }]
    case 'scalar':
      return [3, 'text']
    case 'pick':
      return [type.of === 'arrivals' ? { name: 'poisson', options: { rate: 100 } } : { name: 'thin', options: { keep: 0.5 } }]
    case 'expression':
      return [parse(type.result === 'boolean' ? 'amount > 3 and ok' : 'abs(amount) * 2 + 1')]
    case 'quantity':
      return [
        { kind: 'constant', value: 7 },
        { kind: 'draw', name: 'exponential', options: { mean: 5 } },
        { kind: 'expression', expression: parse('abs(amount) + 1') },
      ]
    case 'extent':
      return [
        { unit: 'time', size: 13 },
        { unit: 'records', size: 4 },
      ]
    case 'field':
      return ['key', 'name', 'amount', 'none']
    case 'aggregation':
      return (['count', 'sum', 'mean', 'min', 'max'] as const).map((one) => ({
        function: one,
        ...(one === 'count' ? {} : { argument: parse('amount') }),
      }))
    default:
      return composite(type, parse)
  }
}

function composite(type: Extract<OptionType, { kind: 'list' | 'map' | 'group' | 'one-of' }>, parse: Parse): unknown[] {
  switch (type.kind) {
    case 'list':
      return [examplesOfType(type.of, parse)]
    case 'map':
      // All examples at once, under names that no row has.
      return [Object.fromEntries(examplesOfType(type.of, parse).map((value, i) => [`made${i}`, value]))]
    case 'group':
      return variantsOf(type.options, parse)
    case 'one-of':
      return Object.entries(type.alternatives).flatMap(([name, option]) => {
        if (option === null) return [{ name }]
        return examplesOf(option, parse).map((value) => ({ name, value: value === 'text' ? 'text.csv' : value }))
      })
  }
}

/** The least, a little more, and something in between, as far as bounds allow. */
function numbersWithin({ min, max, above }: { min?: number; max?: number; above?: number }): number[] {
  const least = min ?? (above === undefined ? 1 : above + 1)
  return [...new Set([least, least + 1, least + 6].filter((value) => value <= (max ?? Infinity)))]
}
