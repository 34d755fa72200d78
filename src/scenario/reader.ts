/** Reads values of scenario files by the types that options declare. One reader serves one file. */
import { isMap, isScalar, isSeq, type Node } from 'yaml'
import { compile } from '../expressions/compile.ts'
import { fieldsOf, type Expression } from '../expressions/expression.ts'
import { isReserved } from '../expressions/names.ts'
import type { Descriptor } from '../registry/descriptor.ts'
import type { FilePath, Options, OptionType, PickedKind, Unit } from '../registry/option.ts'
import type { Pick, Quantity } from '../registry/pick.ts'
import { namesFor } from '../registry/plugged-in.ts'
import { show, type Parsed } from '../units/parsed.ts'
import type { Path, ScenarioDocument } from './document.ts'
import { filePath, type Places } from './file-path.ts'
import { unitProblem } from './mixed-units.ts'
import { FIELD_NAME_RULE, isFieldName } from './names.ts'
import { EXPECTED, outOfBounds, parsers, type NumberType, type ParameterValue } from './numbers.ts'
import { PICKABLES } from './pickables.ts'
import { readOneOf, readOptions, readPick } from './picks.ts'
import { readAggregation, readExpression, readExtent, readQuantity, type Worth } from './quantities.ts'

/** Things that can be picked by name: a registry, seen from outside. */
export type Pickable = Readonly<Record<string, { readonly descriptor: Descriptor }>>

/** The longest path to what is picked within what was picked, and how many there may be: nobody writes more. */
const DEEPEST = 40
const PICKS_MAX = 1_000

/** A value that can only be told by its text. */
type WordType = Extract<OptionType, { kind: 'boolean' | 'choice' | 'text' | 'scalar' | 'field' }>

export class Reader {
  readonly document: ScenarioDocument
  readonly parse: (text: string) => Expression
  readonly parameters: ReadonlyMap<string, ParameterValue>
  /** Parameters that something in the file has asked for. */
  readonly used = new Set<string>()
  /** The plugins that were loaded for the scenario: the URL of each module, by its absolute path. */
  readonly plugins: ReadonlyMap<string, string>
  /** Whether it names others too, which may define what is not known here. */
  lacksPlugins = false
  readonly #places: Places
  /** How many have been picked within others. */
  #picks = 0

  constructor(
    document: ScenarioDocument,
    parse: (text: string) => Expression,
    parameters: ReadonlyMap<string, ParameterValue>,
    places: Places,
    plugins: ReadonlyMap<string, string> = new Map(),
  ) {
    this.document = document
    this.parse = parse
    this.parameters = parameters
    this.#places = places
    this.plugins = plugins
  }

  /** The names that the scenario may pick of a registry. */
  names(registry: Pickable): string[] {
    return namesFor(registry, new Set(this.plugins.values()))
  }

  /** The scalar at a node with a parameter put in its place; undefined, with a problem, when it is no scalar. */
  scalar(node: Node | null, path: Path, expected: string): ParameterValue | undefined {
    if (this.document.isBroken(node)) return undefined
    if (this.document.isEmpty(node)) {
      this.document.at(node, path, `missing value; expected ${expected}`)
      return undefined
    }
    const resolved = this.document.resolve(node)
    const value = isScalar(resolved) ? resolved.value : resolved
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      const found = isMap(resolved) ? 'a map' : isSeq(resolved) ? 'a list' : show(value)
      this.document.at(node, path, `invalid value: ${found}; expected ${expected}`)
      return undefined
    }
    if (typeof value === 'string' && /^\$[A-Za-z_]\w*$/.test(value)) return this.parameter(value.slice(1), node, path)
    return value
  }

  /** The value of a parameter; undefined, with a problem, when there is none. `offset` is where its `$` is. */
  parameter(name: string, node: Node | null, path: Path, offset?: number): ParameterValue | undefined {
    const value = this.parameters.get(name)
    this.used.add(name)
    if (value === undefined) {
      const known = [...this.parameters.keys()].map((one) => `$${one}`)
      this.document.unknown(node, path, 'parameter', `$${name}`, known, known.length === 0 ? 'Declare it under parameters:' : '', offset)
    }
    return value
  }

  /** A value by an option's type, normalised; undefined, with a problem, when it is none. */
  value(type: OptionType, node: Node | null, path: Path, unit: Unit = 'none'): unknown {
    switch (type.kind) {
      case 'measure': {
        const { kind: _kind, ...bounds } = type
        return this.number({ ...bounds, kind: unit === 'none' ? 'number' : unit }, node, path)
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
        return readExtent(this, node, path)
      case 'aggregation':
        return readAggregation(this, node, path)
      case 'pick':
        return this.#nested(type.of, node, path)
      case 'one-of':
        return readOneOf(this, type, node, path)
      case 'list':
      case 'map':
      case 'group':
        return this.#collection(type, node, path, unit)
      default:
        return this.number(type, node, path)
    }
  }

  /** What is picked within what was picked. Aliases can nest it without end. */
  #nested(kind: PickedKind, node: Node | null, path: Path): Pick | undefined {
    const { registry, what } = PICKABLES[kind]
    if (path.length <= DEEPEST && ++this.#picks <= PICKS_MAX) return this.pick(registry, what, node, path)
    this.document.at(node, path, `invalid ${what}: nested too deeply, or more than ${PICKS_MAX} in a file`)
    return undefined
  }

  #collection(type: Extract<OptionType, { kind: 'list' | 'map' | 'group' }>, node: Node | null, path: Path, unit: Unit): unknown {
    const name = String(path.at(-1) ?? 'value')
    if (type.kind === 'group') return this.options(type.options, type.main, node, path, name, unit)
    if (type.kind === 'map') return this.#map(type.of, node, path, name, unit)
    const items = this.document.items(node)
    const values = items.map((item, index) => this.value(type.of, item, [...path, index], unit))
    if (items.length >= (type.min ?? 0)) return values.includes(undefined) ? undefined : values
    this.document.at(node, path, `invalid list: ${items.length} values; it must have at least ${type.min}`)
    return undefined
  }

  /** Free keys name fields. */
  #map(of: OptionType, node: Node | null, path: Path, name: string, unit: Unit): unknown {
    const entries = this.document.entries(node, path, name)
    if (entries?.length === 0) this.document.at(node, path, `missing fields: ${name} is empty`)
    const values = (entries ?? []).map(({ key, keyNode, value }) => {
      const isGood = this.fieldName(key, keyNode, [...path, key])
      const read = this.value(of, value, [...path, key], unit)
      return [key, isGood ? read : undefined] as const
    })
    return entries === undefined || values.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(values)
  }

  /** Whether a key may name a field; a problem when it may not. */
  fieldName(key: string, keyNode: Node, path: Path): boolean {
    if (isFieldName(key) && !isReserved(key) && key !== 'key') return true
    this.document.at(
      keyNode,
      path,
      `invalid field name: ${key}; ${isFieldName(key) ? 'it means something else in expressions' : FIELD_NAME_RULE}`,
    )
    return false
  }

  /** A number with a unit, within bounds. Arithmetic over parameters is worked out. */
  number(type: NumberType, node: Node | null, path: Path): number | undefined {
    const written = this.scalar(node, path, EXPECTED[type.kind])
    if (written === undefined) return undefined
    const isArithmetic = typeof written === 'string' && written.includes('$')
    const parsed = isArithmetic ? this.#arithmetic(type.kind, written, node, path) : parsers[type.kind](written)
    if (parsed === undefined) return undefined
    const problem = 'problem' in parsed ? parsed.problem : outOfBounds(type, parsed.value, written)
    if (problem === undefined) return (parsed as { readonly value: number }).value
    this.document.at(node, path, problem)
    return undefined
  }

  #arithmetic(kind: NumberType['kind'], text: string, node: Node | null, path: Path): Parsed | undefined {
    const worth = (value: ParameterValue): ParameterValue | undefined => {
      const parsed = parsers[kind](value)
      return 'value' in parsed ? parsed.value : typeof value === 'number' ? value : undefined
    }
    const expression = this.expression(node, path, { of: worth, expected: EXPECTED[kind] })
    if (expression === undefined) return undefined
    const names = [...fieldsOf(expression)]
    if (names.length > 0) return { problem: `invalid value: ${show(text)} must be constant, and mentions ${names.join(', ')}` }
    const problem = unitProblem(kind, this.parse(text), this.parameters)
    if (problem !== undefined) return { problem }
    const compiled = compile(expression, () => ({ type: 'number', read: () => NaN }))
    return compiled.type === 'number' ? { value: compiled.evaluate(0) } : { problem: `invalid value: ${show(text)} is not a number` }
  }

  #word(type: WordType, node: Node | null, path: Path): unknown {
    const expected = { choice: '', boolean: 'true or false', field: 'the name of a field', text: 'a text', scalar: 'a number or a text' }[
      type.kind
    ]
    const value = this.scalar(node, path, type.kind === 'choice' ? type.of.join(' or ') : expected)
    if (value === undefined || type.kind === 'scalar') return value
    if (type.kind === 'boolean') {
      if (typeof value === 'boolean') return value
      this.document.at(node, path, `invalid value: ${show(value)}; expected true or false`)
      return undefined
    }
    if (type.kind === 'choice' && !type.of.includes(String(value))) {
      this.document.unknown(node, path, 'value', String(value), type.of)
      return undefined
    }
    return String(value)
  }

  #file(node: Node | null, path: Path): FilePath | undefined {
    const written = this.scalar(node, path, 'the path of a file')
    if (written === undefined) return undefined
    const found = filePath(String(written), this.#places)
    if ('absolute' in found) return found
    this.document.at(node, path, found.problem, found.hint)
    return undefined
  }

  /** An expression, with parameters put in; see `ownWorth` for what they are worth unless told otherwise. */
  expression(node: Node | null, path: Path, worth?: Worth): Expression | undefined {
    return readExpression(this, node, path, worth)
  }

  /** A constant, a draw or an expression. */
  quantity(unit: Unit, node: Node | null, path: Path): Quantity | undefined {
    return readQuantity(this, unit, node, path)
  }

  /** A pluggable thing by the pick rule, with every option set. */
  pick(registry: Pickable, what: string, node: Node | null, path: Path, unit: Unit = 'none'): Pick | undefined {
    return readPick(this, registry, what, node, path, unit)
  }

  /** Declared options from a mapping, or the main one from a bare value. Undefined, with problems, when any of them is wrong. */
  options(
    options: Options,
    main: string | undefined,
    node: Node | null,
    path: Path,
    what: string,
    unit: Unit = 'none',
    at: Node | null = node,
  ): Record<string, unknown> | undefined {
    const { read, complete } = readOptions(this, { options, main, what, unit, at }, node, path)
    return complete ? read : undefined
  }
}
