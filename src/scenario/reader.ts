/** Reads values of scenario files by the types that options declare. One reader serves one file. */
import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { compile } from '../expressions/compile.ts'
import { ExpressionError, fieldsOf, type Expression } from '../expressions/expression.ts'
import { substitute } from '../expressions/substitute.ts'
import { createSampler, distributions } from '../random/index.ts'
import type { Descriptor } from '../registry/descriptor.ts'
import type { Aggregation, Extent, FilePath, Options, OptionType, Unit } from '../registry/option.ts'
import type { Pick, Quantity } from '../registry/pick.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { parseBandwidth } from '../units/bandwidth.ts'
import { parseDuration, printDuration } from '../units/duration.ts'
import { parseNumber } from '../units/number.ts'
import type { Parsed } from '../units/parsed.ts'
import { parseRate, printRate } from '../units/rate.ts'
import { parseRatio } from '../units/ratio.ts'
import { parseSize, printSize } from '../units/size.ts'
import type { Entry, Path, ScenarioDocument } from './document.ts'

/** The raw value of a parameter, as written in the file or given on the command line. */
export type ParameterValue = string | number | boolean

/** Things that can be picked by name: a registry, seen from outside. */
export type Pickable = Readonly<Record<string, { readonly descriptor: Descriptor }>>

const FUNCTIONS = ['count', 'sum', 'mean', 'min', 'max'] as const

export class Reader {
  readonly document: ScenarioDocument
  readonly parse: (text: string) => Expression
  readonly parameters: ReadonlyMap<string, ParameterValue>
  readonly #folder: string

  constructor(document: ScenarioDocument, parse: (text: string) => Expression, parameters: ReadonlyMap<string, ParameterValue>, folder: string) {
    this.document = document
    this.parse = parse
    this.parameters = parameters
    this.#folder = folder
  }

  /** The scalar at a node with a parameter put in its place; undefined, with a problem, when it is no scalar. */
  scalar(node: Node | null, path: Path, expected: string): ParameterValue | undefined {
    const resolved = this.document.resolve(node)
    if (resolved === null || (isScalar(resolved) && resolved.value === null)) {
      this.document.at(node, path, `missing value; expected ${expected}`)
      return undefined
    }
    if (!isScalar(resolved)) {
      this.document.at(node, path, `invalid value: expected ${expected}`, isMap(resolved) && /[(,]/.test(String(resolved.items[0]?.key)) ? 'an expression with a comma must be quoted' : undefined)
      return undefined
    }
    const { value } = resolved
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      this.document.at(node, path, `invalid value: expected ${expected}`)
      return undefined
    }
    if (typeof value === 'string' && /^\$[A-Za-z_]\w*$/.test(value)) return this.#parameter(value.slice(1), node, path)
    return value
  }

  #parameter(name: string, node: Node | null, path: Path): ParameterValue | undefined {
    const value = this.parameters.get(name)
    if (value === undefined) this.document.at(node, path, `unknown parameter: $${name}.${didYouMean(name, this.parameters.keys())}`, 'declare it under parameters:')
    return value
  }

  /** A value by an option's type, normalised; undefined, with a problem, when it is none. */
  value(type: OptionType, node: Node | null, path: Path, unit: Unit = 'none'): unknown {
    switch (type.kind) {
      case 'integer':
      case 'number':
      case 'ratio':
      case 'duration':
      case 'rate':
      case 'size':
      case 'bandwidth':
        return this.number(type, node, path)
      case 'measure': {
        const { min, max, above } = type
        const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), ...(above === undefined ? {} : { above }) }
        return this.number(unit === 'none' ? { kind: 'number', ...bounds } : { kind: unit, ...bounds }, node, path)
      }
      case 'boolean':
      case 'choice':
      case 'text':
      case 'scalar':
      case 'field':
        return this.#word(type, node, path)
      case 'path':
        return this.#file(node, path)
      case 'expression':
        return this.expression(node, path)
      case 'quantity':
        return this.quantity(type.unit, node, path)
      case 'extent':
        return this.#extent(node, path)
      case 'aggregation':
        return this.#aggregation(node, path)
      case 'one-of':
        return this.#oneOf(type, node, path)
      default:
        return this.#collection(type, node, path, unit)
    }
  }

  #collection(type: Extract<OptionType, { kind: 'list' | 'map' | 'group' }>, node: Node | null, path: Path, unit: Unit): unknown {
    if (type.kind === 'list') {
      const items = this.document.items(node)
      if (items.length < (type.min ?? 0)) this.document.at(node, path, `invalid list: ${items.length} values; at least ${type.min} are needed`)
      return items.map((item, index) => this.value(type.of, item, [...path, index], unit))
    }
    if (type.kind === 'map') {
      const entries = this.document.entries(node, path, path.at(-1) === undefined ? 'value' : String(path.at(-1)))
      return entries && Object.fromEntries(entries.map(({ key, value }) => [key, this.value(type.of, value, [...path, key], unit)]))
    }
    return this.options(type.options, type.main, node, path, String(path.at(-1) ?? 'value'), unit)
  }

  /** A number with a unit, within bounds. Arithmetic over parameters is worked out. */
  number(type: NumberType, node: Node | null, path: Path): number | undefined {
    const written = this.scalar(node, path, EXPECTED[type.kind])
    if (written === undefined) return undefined
    const parsed = typeof written === 'string' && written.includes('$') ? this.#arithmetic(type.kind, written, node, path) : parsers[type.kind](written)
    if (parsed === undefined) return undefined
    const problem = 'problem' in parsed ? parsed.problem : outOfBounds(type, parsed.value, written)
    if (problem === undefined) return (parsed as { value: number }).value
    this.document.at(node, path, problem)
    return undefined
  }

  #arithmetic(kind: NumberType['kind'], text: string, node: Node | null, path: Path): Parsed | undefined {
    const expression = this.expression(node, path, (value) => {
      const parsed = parsers[kind](value)
      return 'value' in parsed ? parsed.value : typeof value === 'number' ? value : undefined
    })
    if (expression === undefined) return undefined
    const names = [...fieldsOf(expression)]
    if (names.length > 0) return { problem: `invalid value: ${text} is not constant: it mentions ${names.join(', ')}` }
    const compiled = compile(expression, () => ({ type: 'number', read: () => NaN }))
    return compiled.type === 'number' ? { value: compiled.evaluate(0) } : { problem: `invalid value: ${text} is not a number` }
  }

  #word(type: Extract<OptionType, { kind: 'boolean' | 'choice' | 'text' | 'scalar' | 'field' }>, node: Node | null, path: Path): unknown {
    const expected = type.kind === 'choice' ? type.of.join(' or ') : type.kind === 'boolean' ? 'true or false' : type.kind === 'field' ? 'the name of a field' : 'a text'
    const value = this.scalar(node, path, expected)
    if (value === undefined || type.kind === 'scalar') return value
    if (type.kind === 'boolean') {
      if (typeof value === 'boolean') return value
      this.document.at(node, path, `invalid value: ${value}; expected true or false`)
      return undefined
    }
    if (type.kind === 'choice' && !type.of.includes(String(value))) {
      this.document.at(node, path, `unknown value: ${value}.${didYouMean(String(value), type.of)}`, `known: ${type.of.join(', ')}`)
      return undefined
    }
    return String(value)
  }

  #file(node: Node | null, path: Path): FilePath | undefined {
    const written = this.scalar(node, path, 'the path of a file')
    if (written === undefined) return undefined
    const text = String(written)
    return { written: text, absolute: text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text) ? text : `${this.#folder}/${text}` }
  }

  /**
   * An expression, with parameters put in. `convert` says what a parameter is worth; without it that follows from how it is written:
   * a duration is nanoseconds, a rate per second, a size bytes.
   */
  expression(node: Node | null, path: Path, convert: (value: ParameterValue) => ParameterValue | undefined = ownWorth): Expression | undefined {
    const resolved = this.document.resolve(node)
    if (isScalar(resolved) && resolved.tag?.startsWith('!') === true) {
      this.document.at(node, path, 'invalid expression: YAML takes "!" for a tag', 'quote the expression')
      return undefined
    }
    if (!isScalar(resolved) || resolved.value === null || resolved.value === undefined) {
      this.document.at(node, path, resolved === null || isScalar(resolved) ? 'missing expression' : 'invalid expression: expected a text', 'quote the expression')
      return undefined
    }
    const text = String(resolved.source ?? resolved.value)
    try {
      return this.#withParameters(this.parse(text), convert, node, path)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      this.document.at(node, path, error.message, undefined, error.position)
      return undefined
    }
  }

  #withParameters(expression: Expression, convert: (value: ParameterValue) => ParameterValue | undefined, node: Node | null, path: Path): Expression | undefined {
    const values = new Map<string, ParameterValue>()
    for (const name of fieldsOf(expression)) {
      if (!name.startsWith('$')) continue
      const raw = this.#parameter(name.slice(1), node, path)
      if (raw === undefined) return undefined
      const value = convert(raw)
      if (value === undefined) {
        this.document.at(node, path, `invalid parameter here: ${name} is ${raw}`)
        return undefined
      }
      values.set(name, value)
    }
    return values.size === 0 ? expression : substitute(expression, values)
  }

  /** A constant, a draw or an expression. */
  quantity(unit: Unit, node: Node | null, path: Path): Quantity | undefined {
    const resolved = this.document.resolve(node)
    if (isMap(resolved)) return this.#draw(node, path, unit)
    const written = this.scalar(node, path, 'a value, a distribution or an expression')
    if (written === undefined) return undefined
    const parsed = (unit === 'duration' ? parseDuration : unit === 'size' ? parseSize : parseNumber)(written)
    if ('value' in parsed) {
      if (unit === 'none' || parsed.value >= 0) return { kind: 'constant', value: parsed.value }
      this.document.at(node, path, `invalid value: ${written}; it must not be negative`)
      return undefined
    }
    // A number and a word is meant as a quantity, not as a product.
    if (typeof written !== 'string' || /^[-+]?[\d._]+\s*[A-Za-zµ]+$/.test(written)) {
      this.document.at(node, path, parsed.problem)
      return undefined
    }
    if (Object.hasOwn(distributions, written)) return this.#draw(node, path, unit)
    const expression = this.expression(node, path)
    return expression && { kind: 'expression', expression }
  }

  #draw(node: Node | null, path: Path, unit: Unit): Quantity | undefined {
    const pick = this.pick(distributions as unknown as Pickable, 'distribution', node, path, unit)
    if (pick === undefined) return undefined
    try {
      // Each option may be within its bounds, and all of them together make no sense.
      createSampler(pick)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.document.at(node, [...path, pick.name], `conflicting options: ${error.message}`)
      return undefined
    }
    return { kind: 'draw', ...pick }
  }

  #extent(node: Node | null, path: Path): Extent | undefined {
    const written = this.scalar(node, path, 'a duration or so many records')
    if (written === undefined) return undefined
    const records = /^([\d_]+) records?$/.exec(String(written))
    if (records !== null) {
      const size = Number(records[1]!.replaceAll('_', ''))
      if (size >= 1) return { unit: 'records', size }
      this.document.at(node, path, `invalid size: ${written}; at least 1 record`)
      return undefined
    }
    const parsed = parseDuration(written)
    const problem = 'problem' in parsed ? `${parsed.problem}; or so many records, as in 60 records` : parsed.value >= 1 ? undefined : `invalid size: ${written}; it must be at least 1 ns`
    if (problem === undefined) return { unit: 'time', size: Math.round((parsed as { value: number }).value) }
    this.document.at(node, path, problem)
    return undefined
  }

  #aggregation(node: Node | null, path: Path): Aggregation | undefined {
    const written = this.scalar(node, path, 'count(), sum(x), mean(x), min(x) or max(x)')
    if (written === undefined) return undefined
    const call = /^\s*([A-Za-z]+)\s*\(([\s\S]*)\)\s*$/.exec(String(written))
    const name = call?.[1] ?? String(written)
    if (call === null || !FUNCTIONS.some((known) => known === name)) {
      this.document.at(node, path, `unknown aggregate: ${name}.${didYouMean(name, FUNCTIONS)}`, 'write count(), sum(x), mean(x), min(x) or max(x), and quote it where a comma follows')
      return undefined
    }
    const inner = call[2]!.trim()
    if (name === 'count') {
      if (inner === '') return { function: 'count' }
      this.document.at(node, path, 'invalid aggregate: count() takes no argument')
      return undefined
    }
    try {
      const argument = this.#withParameters(this.parse(inner), ownWorth, node, path)
      return argument && { function: name as Aggregation['function'], argument }
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      this.document.at(node, path, error.message, undefined, String(written).indexOf('(') + 1 + error.position)
      return undefined
    }
  }

  #oneOf(type: Extract<OptionType, { kind: 'one-of' }>, node: Node | null, path: Path): unknown {
    const named = this.#named(Object.keys(type.alternatives), 'value', node, path)
    if (named === undefined) return undefined
    const option = type.alternatives[named.key]!
    if (option === null) return { name: named.key }
    if (named.value === null) {
      this.document.at(node, path, `missing value for ${named.key}: ${option.doc}`)
      return undefined
    }
    const value = this.value(option.type, named.value, [...path, named.key])
    return value === undefined ? undefined : { name: named.key, value }
  }

  /** The pick rule: a name, or a map with exactly one name. */
  #named(known: readonly string[], what: string, node: Node | null, path: Path): Entry | undefined {
    const resolved = this.document.resolve(node)
    let entry: Entry
    if (isMap(resolved)) {
      const entries = this.document.entries(resolved, path, what) ?? []
      if (entries.length !== 1) {
        this.document.at(node, path, `invalid ${what}: ${entries.length === 0 ? 'empty' : `${entries.length} names (${entries.map(({ key }) => key).join(', ')})`}; expected exactly one`, `known: ${known.join(', ')}`)
        return undefined
      }
      entry = entries[0]!
    } else {
      if (isSeq(resolved)) {
        this.document.at(node, path, `invalid ${what}: a list; expected one of ${known.join(', ')}`)
        return undefined
      }
      const name = this.scalar(node, path, `one of ${known.join(', ')}`)
      if (name === undefined) return undefined
      entry = { key: String(name), keyNode: resolved!, value: null }
    }
    if (known.includes(entry.key)) return entry
    this.document.at(entry.keyNode, [...path, entry.key], `unknown ${what}: ${entry.key}.${didYouMean(entry.key, known)}`, `known: ${known.join(', ')}`)
    return undefined
  }

  /** A pluggable thing by the pick rule, with every option set. */
  pick(registry: Pickable, what: string, node: Node | null, path: Path, unit: Unit = 'none'): Pick | undefined {
    const named = this.#named(Object.keys(registry), what, node, path)
    if (named === undefined) return undefined
    const { options, main } = registry[named.key]!.descriptor
    const read = this.options(options, main, named.value, [...path, named.key], named.key, unit, named.keyNode)
    return read && { name: named.key, options: read }
  }

  /** Declared options from a mapping, or the main one from a bare value. Undefined, with problems, when any of them is wrong. */
  options(options: Options, main: string | undefined, node: Node | null, path: Path, what: string, unit: Unit = 'none', at: Node | null = node): Record<string, unknown> | undefined {
    const resolved = this.document.resolve(node)
    const entries = this.#optionEntries(options, main, resolved, node, path, what)
    if (entries === undefined) return undefined
    this.document.refuseUnknown(entries, Object.keys(options), path, `option of ${what}`)
    const read: Record<string, unknown> = {}
    let complete = entries.every(({ key }) => Object.hasOwn(options, key))
    for (const [name, option] of Object.entries(options)) {
      const entry = entries.find(({ key }) => key === name)
      if (entry !== undefined) {
        const value = this.value(option.type, entry.value, entry.value === node ? path : [...path, name], unit)
        if (value === undefined || hasHole(value)) complete = false
        else read[name] = value
      } else if (option.default !== undefined) {
        read[name] = option.default
      } else if (option.optional !== true) {
        this.document.at(at, path, `missing option of ${what}: ${name} (${option.doc})`)
        complete = false
      }
    }
    return complete ? read : undefined
  }

  #optionEntries(options: Options, main: string | undefined, resolved: Node | null, node: Node | null, path: Path, what: string): readonly Entry[] | undefined {
    if (resolved === null || (isScalar(resolved) && resolved.value === null)) return []
    const mainKind = main === undefined ? undefined : options[main]!.type.kind
    const isPlainMap = isMap(resolved)
    if (isPlainMap) {
      const entries = this.document.entries(resolved, path, what) ?? []
      const takesMaps = mainKind === 'map' || mainKind === 'group' || mainKind === 'one-of' || mainKind === 'quantity'
      if (!takesMaps || entries.some(({ key }) => Object.hasOwn(options, key))) return entries
    }
    if (main === undefined) {
      this.document.at(node, path, `invalid options of ${what}: expected ${Object.keys(options).join(', ') || 'none'}`)
      return undefined
    }
    return [{ key: main, keyNode: resolved, value: node }]
  }
}

type NumberType = Extract<OptionType, { kind: 'integer' | 'number' | 'ratio' | 'duration' | 'rate' | 'size' | 'bandwidth' }>

const parsers: Readonly<Record<NumberType['kind'], (input: unknown) => Parsed>> = {
  integer: parseNumber,
  number: parseNumber,
  ratio: parseRatio,
  duration: parseDuration,
  rate: parseRate,
  size: parseSize,
  bandwidth: parseBandwidth,
}

const EXPECTED: Readonly<Record<NumberType['kind'], string>> = {
  integer: 'a whole number',
  number: 'a number',
  ratio: 'a share, such as 5 % or 0.05',
  duration: 'a duration, such as 20 ms',
  rate: 'a rate, such as 3/s',
  size: 'a size, such as 64 KiB',
  bandwidth: 'a bandwidth, such as 50 Mbit/s',
}

function outOfBounds(type: NumberType, value: number, written: ParameterValue): string | undefined {
  const { min, max, above } = type as { min?: number; max?: number; above?: number }
  const print = type.kind === 'duration' ? printDuration : type.kind === 'rate' ? printRate : type.kind === 'size' ? printSize : String
  if (!Number.isFinite(value)) return `invalid value: ${written}; it must be finite`
  if (type.kind === 'integer' && !Number.isSafeInteger(value)) return `invalid value: ${written}; expected a whole number`
  if (min !== undefined && value < min) return `invalid value: ${written}; it must be at least ${print(min)}`
  if (above !== undefined && value <= above) return `invalid value: ${written}; it must be above ${above === 0 ? '0' : print(above)}`
  if (max !== undefined && value > max) return `invalid value: ${written}; it must be at most ${print(max)}`
  return undefined
}

/** What a parameter is worth in an expression. */
function ownWorth(value: ParameterValue): ParameterValue {
  if (typeof value !== 'string') return value
  for (const parse of [parseNumber, parseDuration, parseRate, parseSize, parseBandwidth, parseRatio]) {
    const parsed = parse(value)
    if ('value' in parsed) return parsed.value
  }
  return value
}

function hasHole(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => item === undefined)
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && Object.values(value).some((item) => item === undefined)
}
