/** Map: adds fields, or replaces them. */
import { COUNT } from '../engine/meter.ts'
import type { Emitter, Operator, OperatorContext, ShapeProblem } from '../engine/ports.ts'
import { compile, type Compiled } from '../expressions/compile.ts'
import { complexity, type Expression } from '../expressions/expression.ts'
import { map as mapOf, option } from '../registry/option.ts'
import type { FieldType, RecordTable } from '../structures/record-table.ts'
import { fieldReader } from './field-reader.ts'
import { defineOperator } from './operator.ts'
import { typeOf } from './shape.ts'

export const map = defineOperator({
  descriptor: {
    kind: 'operator',
    name: 'map',
    summary: 'Adds fields to each record, or replaces them; every expression sees the record as it came in.',
    source: 'Relational extended projection; Dataflow model ParDo (Akidau et al. 2015)',
    options: {
      fields: mapOf(option<Expression>({ kind: 'expression', result: 'any' }, 'the new value', undefined), {
        doc: 'new values by field name',
      }),
    },
    main: 'fields',
  },
  outputs: [],
  runsOn: 'worker',
  shape(options, fields) {
    const problems: ShapeProblem[] = []
    const out = new Map<string, FieldType>(fields)
    for (const [name, expression] of Object.entries(options.fields)) {
      const type = typeOf(expression, fields, ['fields', name])
      if (typeof type !== 'string') problems.push(type)
      else if (fields.has(name) && fields.get(name) !== type)
        problems.push({
          path: ['fields', name],
          message: `conflicting types: ${name} is a ${fields.get(name)} and would become a ${type}; give the new field another name`,
        })
      else out.set(name, type)
    }
    return { fields: out, problems }
  },
  create: (options, context) => new MapFields(options.fields, context),
})

class MapFields implements Operator {
  readonly #table: RecordTable
  readonly #columns: number[] = []
  readonly #values: ((row: number) => number)[] = []
  readonly #scratch = new Float64Array(0)
  readonly #operations: number = 0
  readonly #counts = new Float64Array(0)

  constructor(fields: Readonly<Record<string, Expression>>, context: OperatorContext) {
    this.#table = context.table
    let operations = 0
    for (const [name, expression] of Object.entries(fields)) {
      this.#columns.push(context.schema.indexOf(name))
      this.#values.push(stored(compile(expression, fieldReader(context.table)), context))
      operations += complexity(expression)
    }
    this.#scratch = new Float64Array(this.#columns.length)
    this.#operations = operations
    this.#counts = context.meter.counts
  }

  process(row: number, emit: Emitter): void {
    this.#counts[COUNT.operations]! += this.#operations
    for (let i = 0; i < this.#values.length; i++) this.#scratch[i] = this.#values[i]!(row)
    for (let i = 0; i < this.#columns.length; i++) this.#table.setField(row, this.#columns[i]!, this.#scratch[i]!)
    emit.emit(row, 0)
  }
}

/** An expression's value as a column stores it. */
function stored(compiled: Compiled, context: OperatorContext): (row: number) => number {
  switch (compiled.type) {
    case 'number':
      return compiled.evaluate
    case 'boolean':
      return (row) => (compiled.evaluate(row) ? 1 : 0)
    case 'text':
      return (row) => context.schema.dictionary.code(compiled.evaluate(row))
  }
}
