/** JSON Schema of the types that options have. */
import type { Option, Options, OptionType } from '../registry/option.ts'
import { TIME_UNITS } from '../units/duration.ts'
import { SIZE_UNITS } from '../units/size.ts'
import { printed } from './numbers.ts'

export type Schema = Readonly<Record<string, unknown>>

export const TEXT: Schema = { type: 'string' }
export const PARAMETER: Schema = { type: 'string', pattern: '\\$[A-Za-z_]' }
/** As isName and isFieldName have it. */
const NAME = '^[A-Za-z_][A-Za-z0-9_-]{0,63}$'
export const FIELD_NAME = '^[A-Za-z_][A-Za-z0-9_]{0,63}$'
export const DAY: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }
export const SCALAR: Schema = { type: ['string', 'number', 'boolean'] }
const NOTHING: Schema = { type: 'null' }
const TIMES = [...TIME_UNITS.keys()].join('|')
export const EXTENSIONS: Schema = { '^x-': true }

/** What stands behind a picked name: a map of options, or the bare main one. */
export function valueOf({ options, main }: { readonly options: Options; readonly main?: string | undefined }): Schema {
  const required = Object.entries(options).filter(([, option]) => option.default === undefined && option.optional !== true)
  const whole = closed(
    properties(options),
    required.map(([name]) => name),
  )
  const forms = main === undefined ? [whole] : [whole, ofType(options[main]!.type)]
  return anyOf(required.length === 0 ? [...forms, NOTHING] : forms)
}

function anyOf(forms: readonly Schema[]): Schema {
  return forms.length === 1 ? forms[0]! : { anyOf: forms }
}

export function properties(options: Options): Schema {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, ofOption(option)]))
}

export function ofOption(option: Option): Schema {
  const { doc, default: fallback, type } = option
  return { ...ofType(type), description: doc, ...(fallback === undefined ? {} : { default: shown(type, fallback) }) }
}

/** A default as a person would write it. */
function shown(type: OptionType, value: unknown): unknown {
  const isPrinted = type.kind === 'duration' || type.kind === 'rate' || type.kind === 'size' || type.kind === 'bandwidth'
  return isPrinted ? printed(type.kind, value as number) : value
}

function ofType(type: OptionType): Schema {
  switch (type.kind) {
    case 'integer':
    case 'number':
      return { anyOf: [{ type: type.kind, ...bounds(type) }, numberText()] }
    case 'ratio':
    case 'measure':
    case 'scalar':
      return { type: ['number', 'string'] }
    case 'duration':
      return duration('20 ms')
    case 'rate':
      return quantityText(`[kMG]?\\s*(/|per\\s)\\s*(${TIMES})`, '100/s')
    case 'size':
      return quantityText(`(${[...SIZE_UNITS.keys()].join('|')})`, '64 KiB')
    case 'bandwidth':
      return quantityText('\\S+\\s*(/|per\\s)\\s*(s|second)', '50 Mbit/s')
    case 'extent':
      return { ...quantityText(`(${TIMES}|records?|rows?)`, '60 s'), examples: ['60 s', '60 records'] }
    case 'boolean':
      return { anyOf: [{ type: 'boolean' }, PARAMETER] }
    case 'choice':
      return { anyOf: [{ enum: type.of }, PARAMETER] }
    case 'expression':
      return { $ref: '#/$defs/expression' }
    case 'quantity':
      return quantity()
    default:
      return ofStructure(type)
  }
}

function ofStructure(type: OptionType): Schema {
  switch (type.kind) {
    case 'pick':
      return { $ref: `#/$defs/${type.of}` }
    case 'one-of':
      return oneOf(type.alternatives)
    case 'list':
      return several(ofType(type.of))
    case 'map':
      return free(ofType(type.of), 'By the name of a field.', FIELD_NAME)
    case 'group':
      return valueOf({ options: type.options, main: type.main })
    default:
      return TEXT
  }
}

function oneOf(alternatives: Readonly<Record<string, Option | null>>): Schema {
  const names = Object.keys(alternatives).filter((name) => alternatives[name] === null)
  const maps = Object.entries(alternatives).map(([name, option]) =>
    closed({ [name]: option === null ? NOTHING : ofOption(option) }, [name]),
  )
  return { anyOf: [{ enum: names }, ...maps] }
}

export function quantity(): Schema {
  return { anyOf: [{ $ref: '#/$defs/distribution' }, { $ref: '#/$defs/expression' }] }
}

/** A number with a unit, or what parameters make of one. */
function quantityText(unit: string, example: string): Schema {
  return { type: 'string', pattern: `^\\s*[-+]?[\\d._]+([eE][-+]?\\d+)?\\s*${unit}\\s*$|\\$`, examples: [example] }
}

export function duration(example: string): Schema {
  return quantityText(`(${TIMES})`, example)
}

/** Numbers with underscores, and parameters, are texts to YAML. */
export function numberText(): Schema {
  return { type: 'string', pattern: '^[-+]?[\\d_.]+([eE][-+]?\\d+)?$|\\$' }
}

function bounds({ min, max, above }: { readonly min?: number; readonly max?: number; readonly above?: number }): Schema {
  return {
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
  }
}

export function several(items: Schema, description?: string): Schema {
  return { anyOf: [items, { type: 'array', items }], ...(description === undefined ? {} : { description }) }
}

/** Free keys. */
export function free(values: Schema, description: string, name: string = NAME): Schema {
  return {
    type: 'object',
    propertyNames: { pattern: `^x-|${name}` },
    patternProperties: EXTENSIONS,
    additionalProperties: values,
    description,
  }
}

/** Keys below which nothing has to stand. */
export function orNothing({ description, ...values }: Schema): Schema {
  // Editors show what is said of the whole.
  return { anyOf: [values, NOTHING], ...(description === undefined ? {} : { description }) }
}

export function closed(known: Schema, required: readonly string[] = []): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    patternProperties: EXTENSIONS,
    properties: known,
    ...(required.length === 0 ? {} : { required }),
  }
}
