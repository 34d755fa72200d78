/** Filter: keeps the rows for which a condition holds. */
import { COUNT } from '../engine/meter.ts'
import type { Emitter, Operator, OperatorContext } from '../engine/ports.ts'
import { compile } from '../expressions/compile.ts'
import { complexity, type Expression } from '../expressions/expression.ts'
import { option } from '../registry/option.ts'
import { fieldReader } from './field-reader.ts'
import { defineOperator } from './operator.ts'
import { shapeOf } from './shape.ts'

export const filter = defineOperator({
  descriptor: {
    kind: 'operator',
    name: 'filter',
    summary: 'Keeps the records for which a condition holds.',
    source: 'Relational selection; Dataflow model ParDo (Akidau et al. 2015)',
    options: {
      where: option<Expression>(
        { kind: 'expression', result: 'boolean' },
        'the condition, over the fields of the record and `key`',
        undefined,
      ),
    },
    main: 'where',
  },
  outputs: [],
  runsOn: 'worker',
  shape: (options, fields) => shapeOf(fields, new Map([['where', options.where]]), 'boolean'),
  create: (options, context) => new Filter(options.where, context),
})

class Filter implements Operator {
  readonly #holds: (row: number) => boolean
  readonly #operations: number = 0
  readonly #counts = new Float64Array(0)

  constructor(where: Expression, context: OperatorContext) {
    const compiled = compile(where, fieldReader(context.table))
    if (compiled.type !== 'boolean') throw new TypeError(`filter of ${context.stage} is not a condition`)
    this.#holds = compiled.evaluate
    this.#operations = complexity(where)
    this.#counts = context.meter.counts
  }

  process(row: number, emit: Emitter): void {
    this.#counts[COUNT.operations]! += this.#operations
    if (this.#holds(row)) emit.emit(row, 0)
    else emit.free(row)
  }
}
